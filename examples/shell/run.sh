#!/bin/sh
# Trains six times with different settings, then shows the runs, best first.
set -eu
cd "$(dirname "$0")"
for degree in 1 2; do
  for rate in 0.01 0.1 0.3; do
    mlt run -x cars -P rate=$rate -P degree=$degree --metrics-from 'epoch {step} loss={loss} valid={valid}' \
      -- ./train.sh '{rate}' '{degree}'
  done
done
mlt compare -x cars --order-by 'metrics.valid ASC'
