// @ts-check
import fc from 'fast-check';

/** The same draws for each mutant, or chance would decide what is noticed; and the first one that fails is enough. */
fc.configureGlobal({ seed: 20_200_215, endOnFailure: true });
