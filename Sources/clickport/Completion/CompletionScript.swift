/// What makes a shell complete the words of a program. Each asks the program itself, the one that is
/// typed, so that its version and the overlays that were named count.
enum CompletionScript: String, ArgumentValue, CaseIterable {
  case bash
  case zsh
  case fish

  func text(of program: String) -> String {
    let template =
      switch self {
      case .bash: Self.bashText
      case .zsh: Self.zshText
      case .fish: Self.fishText
      }
    return template.split(separator: "@@", omittingEmptySubsequences: false)
      .joined(separator: program)
  }

  // Bash 3.2, which macOS has, knows no compopt and no mapfile.
  private static let bashText = #"""
    # Completion of @@ for bash. From `@@ completions bash`.

    _@@() {
      local line=${COMP_LINE:0:COMP_POINT} words=() index word rest current kind value meaning
      # Bash divides words at = and : too. Where no blank is between them they are one.
      for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        rest=${line#"${line%%[![:blank:]]*}"}
        ((index == COMP_CWORD)) && word=$rest
        if ((index == 0)) || [[ $rest != "$line" ]]; then
          words+=("$word")
        else
          words[${#words[@]} - 1]+=$word
        fi
        line=${rest#"$word"}
      done
      for ((index = 1; index < ${#words[@]}; index++)); do
        word=${words[index]}
        # Quotes and backslashes are the shell's.
        word=${word//[\"\']/}
        words[index]=${word//\\/}
      done
      current=${words[${#words[@]} - 1]}
      ((${#words[@]} == 1)) && words+=('') current=''
      COMPREPLY=()
      # What stands before the last = or : stays as it is.
      rest=''
      [[ $current == *[=:]* && $COMP_WORDBREAKS == *=* ]] && rest=${current%"${current##*[=:]}"}
      {
        IFS= read -r kind || return 0
        case $kind in
          files | directories)
            value=-f
            [[ $kind == directories ]] && value=-d
            [[ $current == --*=* && -z $rest ]] && rest=${current%%=*}=
            current=${current#"$rest"}
            [[ $COMP_WORDBREAKS == *=* ]] && rest=''
            while IFS= read -r word; do
              COMPREPLY+=("$rest$word")
            done < <(compgen $value -- "$current")
            compopt -o filenames 2>/dev/null
            ;;
          values)
            while IFS=$'\t' read -r value meaning; do
              value=${value#"$rest"}
              [[ $value == *[!A-Za-z0-9_=:,./@%+-]* ]] && printf -v value %q "$value"
              COMPREPLY+=("$value")
            done
            [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
            ;;
        esac
      } < <("${words[0]/#\~/$HOME}" complete -- "${words[@]:1}" 2>/dev/null)
      return 0
    }

    complete -F _@@ @@

    """#

  private static let zshText = #"""
    #compdef @@
    # Completion of @@ for zsh. From `@@ completions zsh`.

    _@@() {
      local program=${(Q)words[1]} line value meaning kind
      local -a typed answer whole open
      [[ $program == \~* ]] && program=${~program}
      typed=("${(@Q)words[2,CURRENT-1]}")
      ((CURRENT > 2)) || typed=()
      answer=("${(@f)$("$program" complete -- "${typed[@]}" "${(Q)PREFIX}" 2>/dev/null)}")
      kind=${answer[1]}
      shift answer
      case $kind in
        files | directories)
          [[ $PREFIX == --*=* ]] && compset -P '*='
          if [[ $kind == files ]]; then _files; else _files -/; fi
          ;;
        values)
          for line in "${answer[@]}"; do
            value=${line%%$'\t'*}
            meaning=${line#*$'\t'}
            value=${value//:/\\:}
            if [[ $value == *= ]]; then
              open+=("$value:$meaning")
            else
              whole+=("$value:$meaning")
            fi
          done
          _describe -o -t values '@@' whole -- open -S ''
          ;;
      esac
    }

    # A file in $fpath is the function's first call; a sourced one only makes it known.
    if [[ ${funcstack[1]-} == _@@ ]]; then
      _@@ "$@"
    else
      compdef _@@ @@
    fi

    """#

  private static let fishText = #"""
    # Completion of @@ for fish. From `@@ completions fish`.

    function __@@_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -l program (string replace -r '^~' -- $HOME $words[1])
        set -e words[1]
        set -l answer ($program complete -- $words "$current" 2>/dev/null)
        set -l kind $answer[1]
        set -e answer[1]
        switch "$kind"
            case files directories
                set -l head (string match -r -- '^--[^=]*=' $current)
                set -l rest (string replace -r -- '^--[^=]*=' '' $current)
                set -l paths
                if test $kind = files
                    set paths (__fish_complete_path "$rest")
                else
                    set paths (__fish_complete_directories "$rest" '')
                end
                for path in $paths
                    echo -- "$head$path"
                end
            case values
                for line in $answer
                    echo -- $line
                end
        end
    end

    complete -c @@ -f -a '(__@@_complete)'

    """#
}
