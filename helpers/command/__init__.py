"""The instructors' command line: animations, stills, and telling starts."""
