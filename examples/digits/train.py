#!/usr/bin/env python3
"""Trains a small neural network to read handwritten digits (1797 images of 8x8 pixels, shipped
with scikit-learn) and prints how it gets on after each epoch:

    epoch 3 loss=0.3121 acc=0.9422

`loss` is the mean log loss over the training images of that epoch, `acc` the share of the held-out
images that it reads right.
"""

import argparse

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains a network to read handwritten digits.")
    parser.add_argument("--lr", type=float, default=0.01, help="learning rate")
    parser.add_argument("--hidden", type=int, default=32, help="units in the hidden layer")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1, help="of the weights and of the order")
    options = parser.parse_args()

    digits = load_digits()
    train_x, test_x, train_y, test_y = train_test_split(
        digits.data / 16, digits.target, test_size=0.25, random_state=0, stratify=digits.target
    )
    model = MLPClassifier(
        hidden_layer_sizes=(options.hidden,),
        solver="sgd",
        learning_rate_init=options.lr,
        batch_size=32,
        random_state=options.seed,
    )
    for epoch in range(1, options.epochs + 1):
        model.partial_fit(train_x, train_y, classes=range(10))
        print(f"epoch {epoch} loss={model.loss_:.4f} acc={model.score(test_x, test_y):.4f}", flush=True)


if __name__ == "__main__":
    main()
