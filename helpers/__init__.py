"""The names that notebooks import."""

from helpers.agreement import (
    adjusted_mutual_information,
    adjusted_rand_index,
    contingency,
    expected_mutual_information,
    homogeneity_completeness_v,
    mutual_information,
    silhouette,
)
from helpers.boards.merges import merge_player
from helpers.boards.pictures import picture_player
from helpers.boards.steps import step_player
from helpers.choosing_k import Gap, elbow, f_of_k, gap_statistic
from helpers.datasets import (
    digits_embedding,
    gaussian_board,
    grid_means,
    iris,
    meetups,
    read_picture,
    sample_blobs,
    uniform_board,
)
from helpers.drawing.gif import save_gif
from helpers.drawing.points import (
    describe,
    plot_cells,
    plot_dendrogram,
    plot_pictures,
    plot_points,
    plot_silhouette,
    plot_step,
    storyboard,
)
from helpers.hierarchy import Merge, agglomerate, cut
from helpers.kmeans import (
    UNASSIGNED,
    Step,
    assign,
    inertia,
    lloyd,
    squared_distances,
    update,
)
from helpers.parts import (
    Partial,
    Pass,
    combine,
    lloyd_in_parts,
    partial_update,
    parts_of,
)
from helpers.seeding import best_of, kmeans_plus_plus, random_means

__all__ = [
    "Gap",
    "Merge",
    "Partial",
    "Pass",
    "UNASSIGNED",
    "Step",
    "adjusted_mutual_information",
    "adjusted_rand_index",
    "agglomerate",
    "assign",
    "best_of",
    "combine",
    "contingency",
    "cut",
    "describe",
    "digits_embedding",
    "elbow",
    "expected_mutual_information",
    "f_of_k",
    "gap_statistic",
    "gaussian_board",
    "grid_means",
    "homogeneity_completeness_v",
    "inertia",
    "iris",
    "kmeans_plus_plus",
    "lloyd",
    "lloyd_in_parts",
    "meetups",
    "merge_player",
    "mutual_information",
    "partial_update",
    "parts_of",
    "picture_player",
    "plot_cells",
    "plot_dendrogram",
    "plot_pictures",
    "plot_points",
    "plot_silhouette",
    "plot_step",
    "random_means",
    "read_picture",
    "sample_blobs",
    "save_gif",
    "silhouette",
    "squared_distances",
    "step_player",
    "storyboard",
    "uniform_board",
    "update",
]
