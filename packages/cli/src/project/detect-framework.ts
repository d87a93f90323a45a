import { CliError } from '../cli-error.js';
import { FRAMEWORK_PACKAGES, FRAMEWORKS, type Framework } from './framework.js';
import { sectionOf, type Manifest } from './manifest.js';

/**
 * The framework that a project's dependencies show.
 *
 * @param isUsed asked where several are there, whether an application of it can be found
 * @throws CliError if there is none, or if there are several and it cannot be told which one serves
 */
export function detectFramework(
  manifest: Manifest,
  isUsed: (framework: Framework) => boolean,
): Framework {
  const present = FRAMEWORKS.filter(
    (framework) => sectionOf(manifest, FRAMEWORK_PACKAGES[framework]) !== undefined,
  );
  const [first, ...others] = present;
  if (first === undefined) {
    throw new CliError(
      `${manifest.path} has no framework that a runtime can be added to. Looked for: ` +
        `${FRAMEWORKS.map((framework) => FRAMEWORK_PACKAGES[framework]).join(', ')}. ` +
        `If it comes from elsewhere, name it with --framework; ` +
        `in a workspace, name the directory of the package that serves.`,
    );
  }
  // These have the others as parts of them, or as helpers.
  if (others.length === 0 || first === 'next' || first === 'nest') return first;
  const used = present.filter(isUsed);
  if (used.length === 1 && used[0] !== undefined) return used[0];
  throw new CliError(
    `${manifest.path} has several frameworks (${present.join(', ')}): name one with --framework.`,
  );
}
