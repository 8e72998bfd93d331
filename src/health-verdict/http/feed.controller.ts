import { Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { z } from 'zod';
import { Allow, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { pageOf, pageQuery } from '../../platform/http/page.js';
import { Responds } from '../../platform/http/responds.js';
import { TakeInBatch } from '../application/take-in-batch.js';
import { noFile, noSuchBatch } from '../domain/errors.js';
import { Batches } from '../infrastructure/batches.js';

const words = z.object({ zh: z.string(), en: z.string() });
const feedList = z.object({
  items: z.array(z.object({ key: z.string(), name: words, columns: z.array(z.string()), asOf: z.iso.datetime().optional(), late: z.boolean() })),
});
const batchView = z.object({
  id: z.uuid(),
  feed: z.string(),
  fileName: z.string(),
  receivedAt: z.iso.datetime(),
  status: z.enum(['received', 'applied', 'failed']),
  accepted: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
});
const rowView = z.object({ line: z.number().int(), reference: z.string(), result: z.string(), problem: z.object({ code: z.string(), title: words }).optional() });
const rowsQuery = pageQuery.extend({ result: z.enum(['accepted', 'unchanged', 'rejected']).optional() });
const id = z.uuid();
const key = z.string().regex(/^[a-z-]{1,40}$/);

/** An authority's operator hands in files and sees what became of every row. */
@Controller()
export class FeedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly batches: Batches,
  ) {}

  @Get('feeds')
  @Allow('read', 'Feed')
  @Responds(200, feedList)
  async feeds(@CurrentPrincipal() { authorityId }: Principal) {
    return { items: await this.batches.feeds(authorityId) };
  }

  @Post('feeds/:feed/batches')
  @Allow('upload', 'Feed')
  @Responds(201, batchView)
  async upload(@CurrentPrincipal() operator: Principal, @Param('feed', { schema: key }) feed: string, @Req() request: FastifyRequest & { file(): Promise<MultipartFile | undefined> }) {
    const part = await request.file();
    if (!part) throw noFile();
    return this.commands.execute(new TakeInBatch(operator, feed, part.filename, part.file));
  }

  @Get('feeds/:feed/batches')
  @Allow('read', 'Feed')
  @Responds(200, pageOf(batchView))
  list(@CurrentPrincipal() { authorityId }: Principal, @Param('feed', { schema: key }) feed: string, @Query({ schema: pageQuery }) page: z.output<typeof pageQuery>) {
    return this.batches.page(authorityId, feed, page);
  }

  @Get('batches/:id')
  @Allow('read', 'Feed')
  @Responds(200, batchView)
  async batch(@CurrentPrincipal() { authorityId }: Principal, @Param('id', { schema: id }) batchId: string) {
    const found = await this.batches.find(authorityId, batchId);
    if (!found) throw noSuchBatch();
    return found;
  }

  @Get('batches/:id/rows')
  @Allow('read', 'Feed')
  @Responds(200, pageOf(rowView))
  rows(@CurrentPrincipal() { authorityId }: Principal, @Param('id', { schema: id }) batchId: string, @Query({ schema: rowsQuery }) { result, ...page }: z.output<typeof rowsQuery>) {
    return this.batches.rows(authorityId, batchId, result, page);
  }
}
