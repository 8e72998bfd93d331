import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, retryAfter } from './problem.js';

export { MalformedRequest } from './problem.js';

/** Every error leaves as problem details with a stable code; what we did not expect is logged and leaves as a correlation id only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Also for what fails before there is a route: an address that cannot be decoded, a parameter that is too long. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { problem, expected } = problemOf(thrown, request);
  if (!expected) {
    const [level, what] =
      problem.status >= 500
        ? (['error', 'Unexpected error'] as const)
        : (['warn', 'The database refused a value that no schema did'] as const);
    new Logger('Http')[level]({ correlationId: request.id, error: describe(thrown) }, what);
  }
  request.problemCode = problem.code;
  if (reply.sent) return;
  const seconds = retryAfter(problem);
  if (seconds !== undefined) void reply.header('retry-after', seconds);
  void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
}

/** Name, code and stack: messages of databases and parsers repeat the data they stumbled over. */
function describe(thrown: unknown): object {
  const { name, code, stack } = thrown as { name?: string; code?: string; stack?: string };
  return {
    kind: name,
    code,
    stack: stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12),
  };
}
