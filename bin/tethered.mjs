/**
 * The launcher's other half, run by the newer Node: what kills the launcher kills the program, so that a process which
 * was ended by force cannot go on working, and holding its home, behind the back of whoever ended it.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

await import('./orchestrator.mjs');
