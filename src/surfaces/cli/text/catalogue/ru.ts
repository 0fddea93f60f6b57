import { finalLines } from '../../../../domain/comment/final-lines.ts';
import type { Catalogue } from './catalogue.ts';

export const ru: Catalogue = {
  taskStatus: {
    planned: 'запланирована',
    running: 'в работе',
    ready: 'готова',
    merged: 'слита',
    'sent-back': 'возвращена',
    failed: 'не удалась',
    blocked: 'заблокирована',
    waiting: 'ЖДЁТ ВАС',
    skipped: 'пропущена',
    cancelled: 'отменена',
  },
  taskWaits: 'ждёт',
  jobStatus: {
    queued: 'в очереди',
    running: 'в работе',
    succeeded: 'успешно',
    failed: 'не удалось',
    blocked: 'заблокировано',
    'timed-out': 'время вышло',
    cancelled: 'отменено',
  },
  runStatus: {
    running: 'идёт',
    done: 'завершён',
    failed: 'не удался',
    blocked: 'заблокирован',
    waiting: 'ждёт',
    stopped: 'остановлен',
  },
  gateOutcome: { pass: 'пройден', fail: 'не пройден', pending: 'ожидает' },
  decision: { allow: 'разрешено', ask: 'под вопросом', deny: 'отказано' },
  notVerified: {
    'no-checks': 'Ни одна проверка не запускалась: по конфигурации их нет (ORCHESTRATOR_CHECKS=[]).',
    'red-on-main': 'Часть проверок не проходит и на main; они пропущены (checks.baseline: allow-red).',
    'not-reviewed': 'Изменения никто не рецензировал: в конвейере указано review: none.',
    'no-browser': 'В браузере ничего не смотрели: проверка в нём не настроена.',
    'no-sandbox': 'Исполнители и проверки работали с вашими правами и без нашей песочницы.',
    'patches-not-applied': 'Патчи не применялись нигде, кроме проверенного слияния.',
    'pulled-unchecked': 'То, что `git pull` принёс в main, этот запуск не проверял.',
  },
  report: {
    headings: {
      waitsForYou: 'Ждёт вас',
      tasks: 'Задачи',
      merged: 'Слито',
      notMerged: 'Не слито',
      worktrees: 'Рабочие деревья и ветки',
      checks: 'Проверки',
      files: 'Файлы',
      decisions: 'Решения',
      notices: 'Замечания',
      commands: 'Команды',
      notVerified: 'Не проверено',
      used: 'Израсходовано',
      final: 'Коротко',
      next: 'Дальше',
    },
    ended: {
      done: 'завершён',
      failed: 'закончен, но удалось не всё',
      blocked: 'заблокирован',
      waiting: 'ждёт вас',
      stopped: 'остановлен до конца',
      running: 'не закончен',
    },
    run: 'Запуск',
    dryRun: 'репетиция: ничего не изменено',
    noSummary: 'Итогов никто не оставил.',
    noCommit: 'без коммита',
    noTokens: 'токены не расходовались',
    priceUnknown: 'цена неизвестна',
    nothingChecked: 'всё: ни одна проверка не запускалась',
    nothingElse: 'ничего сверх проверок выше',
    green: 'прошла',
    after: (duration) => `после ${duration} работы`,
    onBranch: (branch) => `на ${branch}`,
    mergedFrom: (commit, branch) => `в ${commit} из ${branch}`,
    tries: (count) => `${count} ${plural(count, 'попытка', 'попытки', 'попыток')}`,
    moreLines: (count) => `ещё ${count} ${plural(count, 'строка', 'строки', 'строк')}`,
    moreFiles: (count) => `и ещё ${count} ${plural(count, 'файл', 'файла', 'файлов')}`,
    runsPassed: (passed, total) => `успешных запусков ${passed} из ${total}`,
    redThenRepaired: (tasks) => `сначала не проходила для ${tasks}, исправлено`,
    redFor: (tasks) => `не проходит для ${tasks}`,
    exitCode: (code) => (code === null ? 'без кода выхода' : `код выхода ${code}`),
    commandsOfLead: (total, refused, failed) =>
      `${total} ${plural(total, 'команда', 'команды', 'команд')} техлида: отказано ${refused}, с ошибкой ${failed}`,
    refusedIn: (worktree) => `отказано в ${worktree}`,
    notMerged: (tasks) => `то, что не слито: ${tasks}`,
    final: (report) => finalLines(report, 'ru'),
    tokens: (input, cached, output) => `токенов на входе ${input} (из кэша ${cached}), на выходе ${output}`,
  },
  status: {
    tasks: 'задачи',
    jobs: 'работы',
    needsYou: (task, age) => `ЖДЁТ ВАС ${task} уже ${age}`,
    waits: (task, age) => `${task} ждёт уже ${age}`,
    reworks: (task, stage, job) => `${task} исправляется на стадии ${stage}, работа ${job}`,
    running: (age) => `уже ${age}`,
    ended: (age) => `${age} назад`,
    interrupted: 'прервано',
    approval: (command) => `(одобрить: ${command})`,
  },
  task: {
    headings: {
      versions: 'Версии',
      gates: 'Шлюзы',
      jobs: 'Работы',
      prompt: 'Поручение',
      feedback: 'Замечания',
      history: 'История',
    },
    labels: { why: 'почему', who: 'кто', where: 'где', branch: 'ветка', after: 'после', tries: 'попытки' },
    columns: ['ЗАДАЧА', 'СОСТОЯНИЕ', 'ЭТАП', 'ВЕТКА', 'ПОЧЕМУ'],
    versionColumns: ['ВЕРСИЯ', 'СОСТОЯНИЕ', 'ВЕТКА', 'ОСНОВА', 'ВЕРШИНА'],
    canMoveOn: (owner) => (owner === 'main run' ? 'продолжится после главного запуска' : `может продвинуть: ${owner}`),
    where: (stage, pipeline, run) => `этап ${stage} конвейера ${pipeline}, запуск ${run}`,
    inWorktree: (branch, worktree) => `${branch} в рабочем дереве ${worktree}`,
    earlier: (count) => `раньше ещё ${count}`,
  },
  job: {
    columns: ['РАБОТА', 'СОСТОЯНИЕ', 'РЕПОЗИТОРИЙ', 'ЗАПУСКИ', 'КОМАНДА', 'ПОЧЕМУ'],
    labels: { why: 'почему', where: 'где', command: 'команда', took: 'заняло', task: 'задача', logs: 'журналы' },
    iterations: 'Повторы',
    completed: 'завершено',
    blocked: 'заблокировано',
    notCompleted: 'не завершено',
    cutOff: 'остановлено',
    ranOf: (count, most) => `${count}, не больше ${most}`,
  },
  hints: {
    nothingToResume: 'продолжать нечего; неудавшийся запуск продолжают по имени: orchestrator resume <run>',
    noRun: 'запусков ещё не было; начните так: orchestrator "<задача>"',
    noTasks: 'задач ещё нет; начните так: orchestrator "<задача>"',
    noJobs: 'работ ещё нет; закажите так: orchestrator job create --repo <id> -- <команда>',
    nothingStarted: 'остановка: ничего не было начато',
    stopping: (workers, run) => {
      const ending =
        workers === 0
          ? 'никто не работает'
          : `завершаем ${workers} ${plural(workers, 'исполнителя', 'исполнителей', 'исполнителей')}`;
      return `остановка: ${ending}; продолжить: \`orchestrator resume ${run}\``;
    },
  },
};

const RULES = new Intl.PluralRules('ru');

/** The form of a noun beside a count: 1, 21 / 2, 3, 4 / 0, 5, 11. */
function plural(count: number, one: string, few: string, many: string): string {
  const form = RULES.select(count);
  if (form === 'one') return one;
  return form === 'few' ? few : many;
}
