/** For `node --import`: makes Node say that it is version 20, unless a launcher of ours started it. */
export const pretendOld = `data:text/javascript,${encodeURIComponent(
  "if (!process.channel) Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });",
)}`;
