// @ts-check
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** @typedef {{ node: any, parentPath: Path | null }} Path */

const SAYS = /(Error|Problem|Logger|complaint|defineError)$/;
const LOGS = ['log', 'logger'];

/** What somebody reads who looks for a mistake: another wording breaks no rule, so no spec should hold to it. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'words', {
    shouldIgnore: (path) => (isWords(/** @type {Path} */ (path)) ? 'words of an error or a log' : undefined),
  }),
];

/** @param {Path} path the text of `new Error('…')`, `new Logger('…')`, `this.log.warn('…')`, or the two languages of an error */
function isWords({ node, parentPath }) {
  const call = parentPath?.node;
  if (!['NewExpression', 'CallExpression'].includes(call?.type) || !call.arguments.includes(node)) return false;
  const { callee } = call;
  if (node.type === 'ObjectExpression') return callee.name === 'defineError';
  if (!['StringLiteral', 'TemplateLiteral'].includes(node.type)) return false;
  if (callee.name === 'defineError') return false;
  return SAYS.test(callee.name ?? '') || LOGS.includes(callee.object?.property?.name);
}
