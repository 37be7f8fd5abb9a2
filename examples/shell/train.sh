#!/bin/sh
# Fits the stopping distance of cars (cars.csv: speed in mph, distance in ft; Ezekiel 1930) as a
# polynomial of their speed by gradient descent, with nothing but awk.
#
#   train.sh RATE DEGREE [EPOCHS]
#
# Prints every tenth epoch: `epoch 10 loss=412.1 valid=380.2`, mean squared errors in ft² over the
# cars that it learns from and over every fifth car, which it does not see.
set -eu
awk -F, -v rate="$1" -v degree="$2" -v epochs="${3:-200}" '
  { speed[NR] = ($1 - 15) / 10; distance[NR] = $2 }

  function predict(i,    k, sum) {
    sum = 0
    for (k = degree; k >= 0; k--) sum = sum * speed[i] + weight[k]
    return sum
  }

  END {
    for (k = 0; k <= degree; k++) weight[k] = 0
    for (epoch = 1; epoch <= epochs; epoch++) {
      loss = valid = seen = unseen = 0
      for (k = 0; k <= degree; k++) gradient[k] = 0
      for (i = 1; i <= NR; i++) {
        miss = predict(i) - distance[i]
        if (i % 5 == 0) { valid += miss * miss; unseen++; continue }
        loss += miss * miss; seen++
        power = 1
        for (k = 0; k <= degree; k++) { gradient[k] += miss * power; power *= speed[i] }
      }
      if (epoch % 10 == 0) {
        printf "epoch %d loss=%.4g valid=%.4g\n", epoch, loss / seen, valid / unseen
        fflush()
      }
      for (k = 0; k <= degree; k++) weight[k] -= rate * 2 * gradient[k] / seen
    }
  }' "$(dirname "$0")/cars.csv"
