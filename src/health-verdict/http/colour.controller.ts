import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../../platform/authorization/policy.js';
import { Responds } from '../../platform/http/responds.js';
import { ColourScale, colourWords } from '../contracts/colours.js';

/** The colours that there are, in ascending severity: what filters offer and explanations show. */
@Controller('colours')
export class ColourController {
  constructor(private readonly scale: ColourScale) {}

  @Get()
  @Public()
  @Responds(200, z.object({ items: z.array(colourWords) }))
  async all() {
    return { items: await this.scale.colours() };
  }
}
