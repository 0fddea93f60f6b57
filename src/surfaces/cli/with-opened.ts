/** Opens something, uses it, and closes it whatever happens. */
export const withOpened = async <App extends { close(): Promise<void> }, Result>(
  opening: Promise<App>,
  use: (app: App) => Promise<Result>,
): Promise<Result> => {
  const app = await opening;
  try {
    return await use(app);
  } finally {
    await app.close();
  }
};
