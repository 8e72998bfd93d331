import { Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { AppAbility } from '../authorization/ability.js';
import { Allow, CurrentAbility } from '../authorization/policy.js';
import { scopeOf } from '../authorization/scope.js';
import { Responds } from '../http/responds.js';
import { OperationRunner } from './operation-runner.js';
import { OperationViews } from './operation-views.js';
import { Operations } from './operations.js';

export const operationView = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z
    .enum(['received', 'staged', 'waiting', 'applying', 'applied', 'cancelled', 'failed'])
    .describe('received while it arrives, staged when all of it is here, waiting for a second person'),
  total: z.number().int().describe('Rows that have arrived; all of them, once it is no longer received'),
  done: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  rate: z.number().int().optional().describe('Rows in a second, since it began to be applied'),
  cancellable: z.boolean(),
  receivedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  problem: z
    .object({
      code: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    })
    .optional(),
});
const id = z.uuid();

/** Long work that somebody started, whatever it is. */
@Controller('operations')
export class OperationController {
  constructor(
    private readonly views: OperationViews,
    private readonly operations: Operations,
    private readonly runner: OperationRunner,
  ) {}

  @Get(':id')
  @Allow('read', 'Operation')
  @Responds(200, operationView)
  operation(@CurrentAbility() ability: AppAbility, @Param('id', { schema: id }) operationId: string) {
    return this.views.one(scopeOf(ability, 'read', 'Operation'), operationId);
  }

  @Post(':id/cancellation')
  @Allow('cancel', 'Operation')
  @Responds(200, operationView)
  async cancel(@CurrentAbility() ability: AppAbility, @Param('id', { schema: id }) operationId: string) {
    const scope = scopeOf(ability, 'cancel', 'Operation');
    const { kind } = await this.views.one(scope, operationId);
    await this.operations.cancel(operationId);
    await this.runner.discard({ id: operationId, kind });
    return this.views.one(scope, operationId);
  }
}
