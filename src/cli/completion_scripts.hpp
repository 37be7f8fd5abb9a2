#pragma once

#include <string_view>

namespace mlt::cli {

// What `mlt completions SHELL` prints: a few lines that ask `mlt __complete` and hand its answer to
// the shell. They know no command and no option, so they never grow old.

inline constexpr std::string_view kBashScript = R"bash(# bash completion for mlt

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
)bash";

inline constexpr std::string_view kZshScript = R"zsh(#compdef mlt
# zsh completion for mlt

_mlt() {
    local -a lines values displays options
    local directive line
    lines=("${(@f)$(command mlt __complete zsh $((CURRENT - 1)) -- "${(@)words[1,CURRENT]}" 2>/dev/null)}")
    directive=${lines[-1]}
    lines[-1]=()
    for line in "${lines[@]}"; do
        values+=("${line%%$'\t'*}")
        line=${line#*$'\t'}
        displays+=("${values[-1]}${line:+  -- $line}")
    done
    [[ $directive == *' nospace' ]] && options=(-S '')
    (( ${#values} )) && compadd "${options[@]}" -l -d displays -a values
    case $directive in
    :files*) _files ;;
    :directories*) _files -/ ;;
    :command\ *)
        local at=${${directive#:command }%% *}
        words=("${(@)words[at + 1,-1]}")
        (( CURRENT -= at ))
        _normal
        ;;
    esac
}

if [[ $funcstack[1] == _mlt ]]; then
    _mlt "$@"
else
    compdef _mlt mlt
fi
)zsh";

inline constexpr std::string_view kFishScript = R"fish(# fish completion for mlt

function __mlt_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (command mlt __complete fish (math (count $words) - 1) -- $words 2>/dev/null)
    or return
    set -l directive $answer[-1]
    set -e answer[-1]
    test (count $answer) -gt 0; and printf '%s\n' $answer
    switch $directive
        case ':files*'
            __fish_complete_path (commandline -ct)
        case ':directories*'
            __fish_complete_directories (commandline -ct)
        case ':command *'
            set -l own $words[(math (string split ' ' -- $directive)[2] + 1)..-1]
            set -l last $own[-1]
            set -e own[-1]
            test (count $own) -gt 0; and set own (string escape -- $own)
            complete -C (string join ' ' -- $own $last)
    end
end

complete -c mlt -e
complete -c mlt -f -k -a '(__mlt_complete)'
)fish";

}  // namespace mlt::cli
