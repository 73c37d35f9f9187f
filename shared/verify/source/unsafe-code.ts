/** Code that is dangerous in a browser whatever its types say. */
import { isNode, place, type SyntaxNode, walk } from '../../modules/links.ts';
import type { Findings } from '../findings.ts';
import type { ParsedSource } from './parse.ts';

/** Environment variables that hold a key which must never reach a browser. */
const SECRET_VARIABLE = /SERVICE_?ROLE|SECRET|PRIVATE_?KEY|(?:^|_)DATABASE_URL$|DB_PASSWORD/i;

export function checkUnsafeCode(path: string, { file }: ParsedSource, findings: Findings): void {
  const client = path.startsWith('src/') && !/\.test\.tsx?$/.test(path);
  walk(file.program, (node) => {
    if (node.type === 'JSXAttribute') checkInnerHtml(path, node, findings);
    else if (node.type === 'MemberExpression' && client) checkEnvironment(path, node, findings);
    else if (node.type === 'AssignmentExpression') checkHtmlAssignment(path, node, findings);
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') checkEval(path, node, findings);
  });
}

function checkInnerHtml(path: string, node: SyntaxNode, findings: Findings): void {
  if (!isNode(node.name) || node.name.name !== 'dangerouslySetInnerHTML') return;
  let literal = false;
  walk(node.value, (it) => {
    if (it.type === 'ObjectProperty' && isNode(it.key) && it.key.name === '__html') literal = isLiteral(it.value);
  });
  if (!literal) reportHtml(path, node, findings);
}

function checkHtmlAssignment(path: string, node: SyntaxNode, findings: Findings): void {
  const target = node.left;
  if (!isNode(target) || target.type !== 'MemberExpression' || !isNode(target.property)) return;
  if (/^(?:inner|outer)HTML$/.test(String(target.property.name)) && !isLiteral(node.right)) {
    reportHtml(path, node, findings);
  }
}

function reportHtml(path: string, node: SyntaxNode, findings: Findings): void {
  findings.add({
    rule: 'unsafe-html',
    severity: 'warning',
    file: path,
    ...place(node),
    message: 'HTML made from data is put into the page: whoever wrote the data can run scripts in it.',
    fix: 'Render the data as text or as elements.',
  });
}

function checkEval(path: string, node: SyntaxNode, findings: Findings): void {
  const callee = node.callee;
  if (!isNode(callee) || callee.type !== 'Identifier') return;
  const isEval = node.type === 'CallExpression' && callee.name === 'eval';
  const isFunction = callee.name === 'Function';
  if (!isEval && !isFunction) return;
  findings.add({
    rule: 'unsafe-eval',
    severity: 'warning',
    file: path,
    ...place(node),
    message: 'Text is run as code: whoever supplies the text can run anything.',
    fix: 'Write the code out, or parse the text (JSON.parse for data).',
  });
}

/** `import.meta.env.VITE_…SECRET…` and `process.env.…`: what Vite finds there is written into the public bundle. */
function checkEnvironment(path: string, node: SyntaxNode, findings: Findings): void {
  const { object, property } = node;
  if (!isNode(object) || object.type !== 'MemberExpression' || !isNode(property)) return;
  if (!isNode(object.property) || object.property.name !== 'env') return;
  const variable = String(property.type === 'StringLiteral' ? property.value : property.name);
  if (!SECRET_VARIABLE.test(variable)) return;
  findings.add({
    rule: 'service-key-in-client',
    file: path,
    ...place(node),
    message: `The secret ${variable} is read in code that runs in the browser, where everyone can read it.`,
    fix: 'Use the publishable key here and let row level security decide; keep secrets in server functions.',
  });
}

function isLiteral(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'StringLiteral') return true;
  return node.type === 'TemplateLiteral' && Array.isArray(node.expressions) && node.expressions.length === 0;
}
