/** Keeps a whole database to itself until it hears a word. */
import BetterSqlite3 from 'better-sqlite3';

const [file = ''] = process.argv.slice(2);
const database = new BetterSqlite3(file);
database.exec('BEGIN EXCLUSIVE');
process.stdout.write('locked\n');
// A database that nothing refers to any more would be collected, and its lock with it.
process.stdin.once('data', () => {
  database.close();
  process.exit();
});
