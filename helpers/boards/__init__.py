"""What a reader plays with in a page, step by step.

A player is a storyboard first: a picture for each step, and a sentence for
each.  That is what paper shows, and a browser that runs no script.  Where
scripts run, ``player.js`` shows one step at a time.
"""
