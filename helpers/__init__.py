"""The names that notebooks import: each module says which of its own.

The files are best read in the order kmeans, seeding, silhouettes, agreement,
choosing_k, hierarchy, parts; then datasets, files and checks.
"""

import types

from helpers.agreement import *
from helpers.boards.crowd_board import *
from helpers.boards.digit_board import *
from helpers.boards.ink_board import *
from helpers.boards.k_board import *
from helpers.boards.linkage_board import *
from helpers.boards.merges import *
from helpers.boards.next_mean import *
from helpers.boards.parts_board import *
from helpers.boards.pencil_board import *
from helpers.boards.pictures import *
from helpers.boards.playground import *
from helpers.boards.question_board import *
from helpers.boards.scoreboard import *
from helpers.boards.silhouette_board import *
from helpers.boards.steps import *
from helpers.boards.table_board import *
from helpers.boards.two_starts import *
from helpers.boards.unit_slider import *
from helpers.boards.venue_board import *
from helpers.choosing_k import *
from helpers.datasets import *
from helpers.drawing.captions import *
from helpers.drawing.gif import *
from helpers.drawing.palette import *
from helpers.drawing.photographs import *
from helpers.drawing.pictures import *
from helpers.drawing.points import *
from helpers.drawing.silhouettes import *
from helpers.drawing.storyboard import *
from helpers.drawing.tree import *
from helpers.files import *
from helpers.hierarchy import *
from helpers.kmeans import *
from helpers.parts import *
from helpers.seeding import *
from helpers.silhouettes import *

__all__ = [
    name
    for name, value in list(globals().items())
    if name[0] != "_" and not isinstance(value, types.ModuleType)
]
