import { Argument } from 'commander';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The shells only ask; `orchestrator __complete` knows the answers. */
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `_orchestrator() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(orchestrator __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _orchestrator orchestrator`,
  zsh: `#compdef orchestrator
_orchestrator() {
  local -a candidates
  candidates=(\${(f)"$(orchestrator __complete -- "\${(@)words[2,CURRENT-1]}" 2>/dev/null)"})
  compadd -a candidates
}
compdef _orchestrator orchestrator`,
  fish: `complete -c orchestrator -f -a '(orchestrator __complete -- (commandline -opc)[2..] 2>/dev/null)'`,
};

/** Prints a script for the person's shell. */
export const addCompletion: AddCommand = (parent, { out }) => {
  const command = parent
    .command('completion')
    .description('Print a script that completes commands, options and the names of runs, tasks and questions.')
    .addArgument(new Argument('<shell>', 'the shell to write for').choices(SHELLS))
    .action((shell: (typeof SHELLS)[number]) => out.line(SCRIPTS[shell]));
  withExamples(command, 'source <(orchestrator completion bash)', 'orchestrator completion fish | source');
};
