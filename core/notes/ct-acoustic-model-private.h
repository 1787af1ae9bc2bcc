/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ACOUSTIC_MODEL_PRIVATE_H
#define CT_ACOUSTIC_MODEL_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd-private.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/transform/ct-cqt.h"

#define CT_ACOUSTIC_CHANNELS CT_SIMD_CHANNELS
#define CT_ACOUSTIC_MAX_BLOCKS 12
#define CT_ACOUSTIC_OCTAVE 12       /* semitones that the octave's convolution reaches up and down */
#define CT_ACOUSTIC_SECOND_OCTAVE 3 /* blocks before the second of them */
#define CT_ACOUSTIC_OUTPUT_FRAMES 9 /* that the output's convolution sees */
#define CT_ACOUSTIC_OUTPUT_REACH (CT_ACOUSTIC_OUTPUT_FRAMES / 2)
#define CT_ACOUSTIC_STACK_REACH 1

#define CT_ACOUSTIC_HARMONICS 8
#define CT_ACOUSTIC_STACK_FRAMES 3
#define CT_ACOUSTIC_STACK_TAPS (CT_ACOUSTIC_STACK_FRAMES * CT_ACOUSTIC_HARMONICS)

/* a row of the input: zeros below and above the bins, as far as the stack reaches */
#define CT_ACOUSTIC_INPUT_BELOW 40
#define CT_ACOUSTIC_INPUT_ROW (CT_ACOUSTIC_INPUT_BELOW + CT_CQT_BINS + 72)

/* a row of a layer: zeros below and above the semitones */
#define CT_ACOUSTIC_ROW ((CT_N_PITCHES + 2 * CT_ACOUSTIC_OCTAVE) * CT_ACOUSTIC_CHANNELS)
#define CT_ACOUSTIC_ROW_FIRST (CT_ACOUSTIC_OCTAVE * CT_ACOUSTIC_CHANNELS) /* where the lowest semitone lies */

/* the recurrent layer's lanes: the semitones, and what fills their registers up */
#define CT_ACOUSTIC_LANES ((CT_N_PITCHES + CT_SIMD_LANES - 1) / CT_SIMD_LANES * CT_SIMD_LANES)

struct _CtAcousticModel
{
  const CtSimdKernels *kernels;
  size_t n_blocks;
  bool recurs;            /* it has the recurrent layer */
  bool has_second_octave; /* after block CT_ACOUSTIC_SECOND_OCTAVE */

  ptrdiff_t stack_taps[CT_ACOUSTIC_STACK_TAPS], octave_taps[1], block_taps[CT_ACOUSTIC_MAX_BLOCKS][3],
      output_taps[CT_ACOUSTIC_OUTPUT_FRAMES], recall_taps[CT_SIMD_MAX_STATE];
  CtConvolution stack, octave, second_octave, blocks[CT_ACOUSTIC_MAX_BLOCKS], recall;
  CtRecurrence recurrence;
  CtProjection output;
};

/* How far apart in time the frames lie that a block sees. */
size_t ct_acoustic_model_dilation (size_t block);

/* How many frames after a frame its posteriors depend on. */
size_t ct_acoustic_model_reach (const CtAcousticModel *self);

#endif
