import type { Renderer, RendererOptions } from './renderer.ts';

/** The renderer that fits the terminal, or its absence. */
export const createRenderer = async (options: RendererOptions): Promise<Renderer> => {
  if (!options.output.isLive) return (await import('./line-renderer.ts')).createLineRenderer(options);
  return (await import('./live-renderer.ts')).createLiveRenderer(options);
};
