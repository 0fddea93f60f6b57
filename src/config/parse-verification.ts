import { parseYaml } from './read-yaml.ts';
import { type RepositoryVerification, repositoryVerificationSchema } from './verification-schema.ts';

/**
 * Reads a repository's own `.openclaw/verification.yaml`.
 * @param file only named in messages
 * @throws OrchestratorError `verification-invalid` with a line `file:line:column: message` for every mistake
 */
export const parseVerification = (text: string, file: string): RepositoryVerification =>
  parseYaml(text, file, repositoryVerificationSchema(), 'verification-invalid');
