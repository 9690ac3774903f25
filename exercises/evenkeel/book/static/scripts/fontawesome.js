/* The icons come from the font; this script would be 1.5 MB. */
