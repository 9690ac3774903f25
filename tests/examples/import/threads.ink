VAR calm = 2
-> desk
=== desk ===
Nadia waits. # angry
{She taps the desk.|She is silent.}
<- small_talk
* [Say sorry]
  ~ calm = calm + 1
  -> look ->
  She nods.
  -> desk
+ {calm > 2} [Go on] -> seat
* -> tired
=== small_talk ===
The fan hums.
* [Talk of the weather] It is hot.
  -> desk
=== look ===
You look at the form.
->->
=== seat ===
{ calm > 3: -> good }
She shrugs.
* [Stay] -> good
* [Leave] -> tired
=== good ===
Good.
-> END
=== tired ===
She leaves.
-> END
