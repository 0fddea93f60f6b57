import type { Language } from './phrases.ts';

/** How a role presents itself in a comment. */
export interface RoleCard {
  readonly icon: string;
  readonly title: string;
  /** One sentence about what it has done. */
  readonly description: string;
}

type Sentence = Readonly<Record<Language, string>>;

interface Role {
  readonly icon: string;
  readonly title: string;
  readonly description: Sentence;
  /** Where a stage has a sentence of its own. */
  readonly atStage?: Readonly<Record<string, Sentence>>;
}

const ROLES: ReadonlyMap<string, Role> = new Map<string, Role>([
  [
    'analyst',
    {
      icon: '🔍',
      title: 'Analyst',
      description: {
        ru: 'требования, критерии приёмки и план тестирования готовы: поставьте статус Approved, чтобы продолжить, или Rejected с комментарием о причине.',
        en: 'the requirements, the acceptance criteria and the test plan are ready: set the status to Approved to go on, or to Rejected with a comment that says why.',
      },
    },
  ],
  [
    'architect',
    {
      icon: '📐',
      title: 'Architect',
      description: { ru: 'архитектурные решения записаны.', en: 'the architecture decisions are recorded.' },
    },
  ],
  [
    'developer',
    {
      icon: '💻',
      title: 'Developer',
      description: { ru: 'изменение реализовано в ветке задачи.', en: "the change is made on the task's branch." },
    },
  ],
  [
    'reviewer',
    {
      icon: '🔎',
      title: 'Reviewer',
      description: { ru: 'код ветки проверен.', en: 'the code of the branch has been reviewed.' },
    },
  ],
  [
    'tester',
    {
      icon: '🧪',
      title: 'Tester',
      description: {
        ru: 'ветка проверена по критериям приёмки.',
        en: 'the branch has been tested against the acceptance criteria.',
      },
    },
  ],
  [
    'deployer',
    {
      icon: '🚀',
      title: 'Deployer',
      description: { ru: 'развёртывание в production завершено.', en: 'the deployment to production has ended.' },
      atStage: {
        'deploy-staging': { ru: 'развёртывание на staging завершено.', en: 'the deployment to staging has ended.' },
      },
    },
  ],
]);

const ANY_ROLE: Sentence = { ru: 'работа завершена.', en: 'the work has ended.' };

/** A role that nobody described gets a plain icon, its own name and a general sentence. Never throws. */
export const roleCard = (name: string, stage: string | null, language: Language): RoleCard => {
  const role = ROLES.get(name);
  if (role === undefined) return { icon: '🤖', title: titleOf(name), description: ANY_ROLE[language] };
  const own = stage !== null && Object.hasOwn(role.atStage ?? {}, stage) ? role.atStage?.[stage] : undefined;
  return { icon: role.icon, title: role.title, description: (own ?? role.description)[language] };
};

const titleOf = (name: string): string => (name === '' ? 'Agent' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
