import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal, TakesFile } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { ArrivingForm } from '../../platform/http/arriving-form.js';
import { pageOf, pageQuery } from '../../platform/http/page.js';
import { Config } from '../../platform/config/config.js';
import { Responds } from '../../platform/http/responds.js';
import { idempotencyKey } from '../../platform/operations/idempotency-key.js';
import { OperationViews } from '../../platform/operations/operation-views.js';
import { operationView } from '../../platform/operations/operation.controller.js';
import { BatchViews } from '../application/evidence/batch-views.js';
import { ReceiveFile } from '../application/evidence/receive-file.js';
import { fileTooLarge, noFile, secondFile } from '../domain/errors.js';
import { words } from './code.schemas.js';

const columnView = z.object({
  name: z.string(),
  names: z.array(z.string()).describe('What else it may be called at the head of a file, in Chinese'),
  hint: words.describe('What its cells say, with an example'),
  optional: z.boolean().describe('A file without it is taken'),
  mayBeEmpty: z.boolean(),
});
const feedList = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: words,
      columns: z.array(columnView),
      asOf: z.iso.datetime().optional(),
      late: z.boolean(),
    }),
  ),
});
const batchView = z.object({
  id: z.uuid().describe('That of its operation, too'),
  feed: z.string(),
  fileName: z.string(),
  receivedAt: z.iso.datetime(),
  status: operationView.shape.state,
  rows: z.number().int().describe('Rows that have arrived; the counts say what became of them so far'),
  accepted: z.number().int(),
  evidence: z.number().int().describe('Of the accepted rows, those that made evidence'),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  problem: operationView.shape.problem,
});
const rowView = z.object({
  line: z.number().int().describe("Where the row begins, the file's first line being 1"),
  reference: z.string(),
  result: z.string(),
  problem: z.object({ code: z.string(), title: words, column: z.string().optional() }).optional(),
});
const rowsQuery = pageQuery.extend({ result: z.enum(['accepted', 'unchanged', 'rejected']).optional() });
const id = z.uuid();
/** What the form around a file may take. */
const FORM_BYTES = 64 * 1024;
const key = z.string().regex(/^[a-z-]{1,40}$/);

/** An authority's operator hands in files and sees what became of every row. */
@Controller()
export class FeedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly batches: BatchViews,
    private readonly operations: OperationViews,
    private readonly config: Config,
  ) {}

  @Get('feeds')
  @Allow('read', 'Feed')
  @Responds(200, feedList)
  async feeds(@CurrentAbility() ability: AppAbility) {
    return { items: await this.batches.feeds(scopeOf(ability, 'read', 'Feed')) };
  }

  /** Answered when all of it is here; it is applied afterwards, and the operation says how far. */
  @Post('feeds/:feed/batches')
  @Allow('upload', 'Feed')
  @TakesFile()
  @Responds(202, operationView)
  async upload(
    @CurrentPrincipal() { accountId, authorityId }: Principal,
    @Param('feed', { schema: key }) feed: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { headers } = request;
    // Said beforehand, it need not be carried here to be refused.
    if (Number(headers['content-length'] ?? 0) > this.config.settings.BAMIN_UPLOAD_LIMIT_BYTES + FORM_BYTES)
      throw fileTooLarge();
    const called = idempotencyKey(headers);
    const form = new ArrivingForm(request, 2); // A second file has to be seen to be refused.
    const part = await form.nextFile();
    if (!part) throw noFile();
    try {
      const file = { name: part.filename ?? '', content: Readable.from(only(part, form)) };
      const id = await this.commands.execute(new ReceiveFile({ authorityId, accountId }, feed, file, called));
      void reply.header('location', `/api/operations/${id}`);
      return (await this.operations.many([id])).get(id)!;
    } finally {
      part.file.resume(); // What is still on its way has to be read, or the answer would not get through.
    }
  }

  @Get('feeds/:feed/batches')
  @Allow('read', 'Feed')
  @Responds(200, pageOf(batchView))
  list(
    @CurrentAbility() ability: AppAbility,
    @Param('feed', { schema: key }) feed: string,
    @Query({ schema: pageQuery }) page: z.output<typeof pageQuery>,
  ) {
    return this.batches.page(scopeOf(ability, 'read', 'Feed'), feed, page);
  }

  @Get('batches/:id')
  @Allow('read', 'Feed')
  @Responds(200, batchView)
  batch(@CurrentAbility() ability: AppAbility, @Param('id', { schema: id }) batchId: string) {
    return this.batches.one(scopeOf(ability, 'read', 'Feed'), batchId);
  }

  @Get('batches/:id/rows')
  @Allow('read', 'Feed')
  @Responds(200, pageOf(rowView))
  rows(
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: id }) batchId: string,
    @Query({ schema: rowsQuery }) { result, ...page }: z.output<typeof rowsQuery>,
  ) {
    return this.batches.rows(scopeOf(ability, 'read', 'Feed'), batchId, result, page);
  }
}

/** The file to its end, and no other behind it. */
async function* only(part: MultipartFile, form: ArrivingForm): AsyncGenerator<Buffer> {
  yield* form.bytesOf(part, fileTooLarge);
  const second = await form.nextFile();
  if (!second) return;
  second.file.resume();
  throw secondFile();
}
