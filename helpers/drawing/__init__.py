"""Draw points, one step, or a whole trace.

Points are pale and means are bold, in paired colours.  Colour is never alone:
the points of each cluster have a shape of their own, and each mean wears its
label as a number.

A reader's own picture is read here, too, as its points are in ``files``.
"""
