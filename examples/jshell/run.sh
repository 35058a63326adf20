#!/usr/bin/env bash
# JShell with Interp on the class path:
#
#   examples/jshell/run.sh                              a session to type in
#   examples/jshell/run.sh partition.jsh [--short]      runs a script and ends; 1 if a line of it failed
#
# Pictures go to out/jshell, or to the folder that INTERP_OUT names.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")

class_path=$root/examples/target/classpath.txt
if [[ ! -f $class_path || -n $(find "$root"/*/src/main "$root"/*/pom.xml "$root/pom.xml" -newer "$class_path" -print -quit) ]]; then
  (cd "$root" && mvn -q -B -pl examples -am -Dmaven.test.skip=true -Dspotless.check.skip -Dcheckstyle.skip package)
fi

export OPT_OUT_TRACKING=true
script=
short=false
for argument in "$@"; do
  case $argument in
    --short) short=true ;;
    *) script=$here/$argument ;;
  esac
done
options=(
  --class-path "$root/examples/target/classes:$(<"$class_path")"
  -R-Djava.awt.headless=true -R-Dai.djl.offline=true -R-Dorg.slf4j.simpleLogger.defaultLogLevel=warn
  "-R-Dinterp.short=$short" "-R-Dinterp.out=${INTERP_OUT:-out/jshell}"
)

if [[ -z $script ]]; then
  exec jshell "${options[@]}" --startup "$here/start.jsh"
fi
[[ -f $script ]] || { echo "no such script: $script" >&2; exit 2; }

# JShell goes on after a failed line and ends with 0, so what it printed decides.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
jshell "${options[@]}" --startup "$here/start.jsh" -s - <"$script" 2>&1 | tee "$log"
if grep -qE '^\|  (Error:|Exception )' "$log" || ! grep -q '^wrote ' "$log"; then
  echo "a line of $(basename "$script") failed; see above" >&2
  exit 1
fi
