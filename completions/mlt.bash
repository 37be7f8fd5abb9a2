# bash completion for mlt

_mlt() {
    # readline cuts words at = and : as well: put together again what was typed without a blank.
    local line=${COMP_LINE:0:COMP_POINT} words=() starts=() word i
    for ((i = 0; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
            words[${#words[@]}-1]+=$word
        else
            line=${line#"${line%%[![:space:]]*}"}
            words+=("$word")
            starts+=("$i")
        fi
        line=${line#"$word"}
    done
    local own=$line
    if [[ $line == [[:space:]]* ]]; then
        own=${line#"${line%%[![:space:]]*}"}
        words+=("$own")
        starts+=("$COMP_CWORD")
    else
        words[${#words[@]}-1]+=$own
        [[ $own == [=:] ]] && own=
    fi
    local current=${words[${#words[@]}-1]}
    # readline replaces its own part of the word only.
    local before=$((${#current} - ${#own}))

    COMPREPLY=()
    local answer directive candidate
    answer=$(command mlt __complete bash "$((${#words[@]} - 1))" -- "${words[@]}" 2>/dev/null) ||
        return
    directive=${answer##*$'\n'}
    if [[ $answer == *$'\n'* ]]; then
        while IFS=$'\t' read -r candidate _; do
            if [[ $current != [\"\']* ]]; then
                printf -v candidate '%q' "$candidate"
                candidate=${candidate//\\=/=}
                candidate=${candidate//\\@/@}
                candidate=${candidate//\\~/\~}
                COMPREPLY+=("${candidate:before}")
            else
                COMPREPLY+=("$candidate")
            fi
        done <<<"${answer%$'\n'*}"
    fi
    [[ $directive == *' nospace' || ( ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ) ]] &&
        compopt -o nospace 2>/dev/null
    case $directive in
    :files*)
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$own")
        ;;
    :directories*)
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "$own")
        ;;
    :command\ *)
        i=${directive#:command }
        i=${starts[${i%% *}]-$COMP_CWORD}
        if ((i < COMP_CWORD)) && declare -F _command_offset >/dev/null; then
            _command_offset "$i"
        elif ((i < COMP_CWORD)); then
            compopt -o filenames 2>/dev/null
            while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$own")
        else
            while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -c -- "$own")
        fi
        ;;
    esac
}
complete -F _mlt mlt
