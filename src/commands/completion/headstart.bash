# Completion of headstart for bash (4.3 or newer).
#
# headstart itself says what fits (`headstart complete`); this hands it the words, and bash the answer.

_headstart() {
    local line=${COMP_LINE:0:COMP_POINT} rest word
    local -a words=()
    local -i i
    # bash has split the words at ":" and "=" too: what no blank stands between is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then
            word=$rest
        fi
        if ((i > 0)) && [[ -n $rest && $rest == "$line" ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        line=${rest#"$word"}
    done

    # Of the word being typed bash replaces what stands behind the last of them.
    local typed=${words[-1]} breaks=${COMP_WORDBREAKS//[^:=]/} kept
    kept=$typed
    if [[ -n $breaks ]]; then
        kept=${typed##*["$breaks"]}
    fi
    local before=${typed%"$kept"}

    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        :files) compopt -o filenames && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$kept") ;;
        :folders) compopt -o filenames && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$kept") ;;
        :programs) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -c -- "$kept") ;;
        *)
            word=${line%%$'\t'*}
            COMPREPLY+=("${word#"$before"}")
            ;;
        esac
    done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
}

# In the order in which headstart tells them, where bash can (4.4).
complete -o nosort -F _headstart headstart 2>/dev/null || complete -F _headstart headstart
