# Runs a command in a process group of its own and ends with its exit code. Standard input leads to whoever started us:
# a line on it is the name of a signal for the group; its end, which comes even if they were killed, ends the group.
# Bash, since other shells take variables with a hyphen in their name, such as ConnectionStrings__orders-db, from the environment.
# Arguments: run folder, signal to stop with, grace in tenths of a second, command...
folder=$1 stop=$2 grace=$3
shift 3

# The shared lock holds back the removal of the folder until the group is gone.
exec 3<&0 9<"$folder" || exit 125
flock -s 9
[ -d "$folder" ] || exit 125

# The first line of output is the id of the process, which is also the id of its group.
setsid bash -c 'echo $$; exec "$@"' guarded "$@" </dev/null 3<&- 9<&- &
command=$!
# The shell would report how the command died in words of its own.
exec 2>/dev/null

# Until setsid has run there is no group to send to.
send() { kill -s "$1" -- "-$command" || kill -s "$1" "$command"; }

{
    while read -r signal; do send "$signal"; done
    send "$stop"
    while [ "$grace" -gt 0 ]; do sleep 0.1; grace=$((grace - 1)); done
    send KILL
} <&3 >/dev/null &
reader=$!

wait "$command"
code=$?
send KILL
kill "$reader"
exit "$code"
