"""Trains templates/example-model.onnx: pip install numpy onnx; python train-example-model.py ../../templates/example-model.onnx"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(1)


def half_moons(count):
    turn = np.pi * rng.random(count)
    upper = rng.random(count) < 0.5
    points = np.where(upper[:, None], np.c_[np.cos(turn), np.sin(turn)], np.c_[1 - np.cos(turn), 0.5 - np.sin(turn)])
    return points + rng.normal(0, 0.25, points.shape), upper.astype(float)[:, None]


hidden = 8
w1, b1 = rng.normal(0, 1, (2, hidden)), np.zeros(hidden)
w2, b2 = rng.normal(0, 0.5, (hidden, 1)), np.zeros(1)
for _ in range(4000):
    x, y = half_moons(128)
    h = np.tanh(x @ w1 + b1)
    p = 1 / (1 + np.exp(-(h @ w2 + b2)))
    # Misses of the upper moon count four times, so that 0.5 is not the best threshold.
    error = (p - y) * np.where(y == 1, 4, 1) / len(x)
    back = (error @ w2.T) * (1 - h * h)
    w2, b2 = w2 - 0.5 * h.T @ error, b2 - 0.5 * error.sum(0)
    w1, b1 = w1 - 0.5 * x.T @ back, b1 - 0.5 * back.sum(0)

weights = [
    numpy_helper.from_array(array.astype(np.float32), name)
    for name, array in {"w1": w1, "b1": b1, "w2": w2, "b2": b2}.items()
]
nodes = [
    helper.make_node("Gemm", ["points", "w1", "b1"], ["inner"]),
    helper.make_node("Tanh", ["inner"], ["hidden"]),
    helper.make_node("Gemm", ["hidden", "w2", "b2"], ["logit"]),
    helper.make_node("Sigmoid", ["logit"], ["probability"]),
]
graph = helper.make_graph(
    nodes,
    "half-moons",
    [helper.make_tensor_value_info("points", TensorProto.FLOAT, ["count", 2])],
    [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["count", 1])],
    weights,
)
model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
onnx.checker.check_model(model)
onnx.save(model, sys.argv[1])
x, y = half_moons(4000)
for threshold in (0.3, 0.5, 0.7, 0.8):
    p = 1 / (1 + np.exp(-(np.tanh(x @ w1 + b1) @ w2 + b2)))
    print(threshold, np.mean((p > threshold) == (y == 1)))
