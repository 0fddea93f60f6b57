import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Preloaded with `--import`: when the program ends, the file that `MODULES_FILE` names holds the address of every module that it loaded. */
const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.MODULES_FILE ?? '', JSON.stringify(loaded)));
