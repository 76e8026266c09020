"""Exports the textbook's building block, one LSTM over a batch of sequences, with golden values.

    pip install -r requirements.txt
    python export.py && npx biome format --write .

writes lstm.onnx and golden.json beside this file. What they hold is random but seeded; PyTorch computed
the golden values, and e2e/integration/textbook-lstm.test.ts checks our runtime against them.
"""

import json
from pathlib import Path

import onnx
import torch

FOLDER = Path(__file__).parent


def as_json(tensor: torch.Tensor) -> dict:
    return {"dims": list(tensor.shape), "data": tensor.flatten().tolist()}


def main() -> None:
    torch.manual_seed(20)
    lstm = torch.nn.LSTM(input_size=10, hidden_size=20, batch_first=True).eval()
    sequences = torch.randn(3, 5, 10)
    with torch.no_grad():
        output, (hidden, cell) = lstm(sequences)

    path = FOLDER / "lstm.onnx"
    torch.onnx.export(
        lstm,
        (sequences,),
        path,
        input_names=["input"],
        output_names=["output", "hidden", "cell"],
        opset_version=18,
        dynamo=False,
    )
    onnx.checker.check_model(path)
    golden = {"input": sequences, "output": output, "hidden": hidden, "cell": cell}
    text = json.dumps({name: as_json(tensor) for name, tensor in golden.items()})
    (FOLDER / "golden.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
