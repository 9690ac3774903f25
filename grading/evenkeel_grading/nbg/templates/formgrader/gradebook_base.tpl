{#- nbgrader's template of the same name, and a way to the queue of an assignment. -#}
{%- extends 'base.tpl' -%}

{%- block title -%}
Manual Grading
{%- endblock -%}

{%- block sidebar -%}
<li role="presentation"><a href="{{ base_url }}/formgrader/manage_assignments">Manage Assignments</a></li>
<li role="presentation" class="active"><a href="{{ base_url }}/formgrader/gradebook">Manual Grading</a></li>
{%- if assignment_id %}
<li role="presentation"><a href="{{ base_url }}/formgrader/queue/{{ assignment_id | urlencode }}">Queue: who needs a person first</a></li>
<li role="presentation"><a href="{{ base_url }}/formgrader/moderation/{{ assignment_id | urlencode }}">Moderation</a></li>
<li role="presentation"><a href="{{ base_url }}/formgrader/class/{{ assignment_id | urlencode }}">Class: questions and plays</a></li>
{%- endif %}
<li role="presentation"><a href="{{ base_url }}/formgrader/manage_students">Manage Students</a></li>
{%- endblock -%}
