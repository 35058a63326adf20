#!/usr/bin/env bash
# Runs a benchmark and prints ratios:
#
#   benchmarks/run.sh TrainingStep [--threads N] [options of the benchmark]
#
# The engine reads its number of threads before it starts, so --threads (default 1) is taken here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

class_path=$here/target/classpath.txt
if [[ ! -f $class_path || -n $(find "$root"/*/src/main "$root"/*/pom.xml "$root/pom.xml" -newer "$class_path" -print -quit) ]]; then
  (cd "$root" && mvn -q -B -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip -Dcheckstyle.skip package)
fi

threads=1
name=
options=()
while (($#)); do
  case $1 in
    --threads) threads=${2:?--threads needs a number}; shift ;;
    --*) options+=("$1" "${2:?$1 needs a value}"); shift ;;
    *) name=$1 ;;
  esac
  shift
done
[[ -f $here/src/main/java/io/interp/benchmarks/$name.java ]] || { echo "no such benchmark: '$name'" >&2; exit 2; }

export OMP_NUM_THREADS=$threads MKL_NUM_THREADS=$threads OPT_OUT_TRACKING=true
exec java -Xmx1g -Djava.awt.headless=true -Dai.djl.offline=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  --class-path "$here/target/classes:$(<"$class_path")" "io.interp.benchmarks.$name" ${options[@]+"${options[@]}"}
