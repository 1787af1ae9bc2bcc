/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The levels of a whole recording. */
#ifndef CT_SPECTROGRAM_H
#define CT_SPECTROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many frames a block has. */
#define CT_SPECTROGRAM_BLOCK_FRAMES 512
/** How many steps of a level make a decibel. */
#define CT_LEVEL_STEPS_PER_DB 256
/** What level 0 stands for, in dB. */
#define CT_LEVEL_MIN_DB -200

/** The power of the constant-Q transform of a recording, 16 bits a cell, in blocks of frames so that it grows without
 * being copied, and those of long recordings in a file (see CtBlocks). A level of v stands for v / 256 - 200 dB (0 dB:
 * a sine of full scale). */
typedef struct _CtSpectrogram CtSpectrogram;

/** Makes an empty spectrogram.
 *
 * @param[out] out  the spectrogram; free it with ct_spectrogram_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_spectrogram_new (CtSpectrogram **out) CT_MUST_USE;

/** Frees a spectrogram.
 *
 * @param self  the spectrogram, or NULL */
void ct_spectrogram_free (CtSpectrogram *self);

/** Makes room for a block and all before it.
 *
 * @param self   the spectrogram
 * @param block  the number of the block
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_spectrogram_reserve (CtSpectrogram *self, size_t block) CT_MUST_USE;

/** Stores the frames of a block for which room was made. Threads may store different blocks at once, while none makes
 * room.
 *
 * @param self       the spectrogram
 * @param block      the number of the block
 * @param transform  [n_frames][CT_CQT_BINS][2], as from ct_cqt_execute()
 * @param n_frames   at most CT_SPECTROGRAM_BLOCK_FRAMES */
void ct_spectrogram_store (CtSpectrogram *self, size_t block, const float *transform, size_t n_frames);

/** Sets the number of frames once every block is stored, and sums up their energy.
 *
 * @param self      the spectrogram
 * @param n_frames  how many frames there are in all */
void ct_spectrogram_finish (CtSpectrogram *self, size_t n_frames);

/** Counts the frames.
 *
 * @param self  the spectrogram
 * @return how many there are */
size_t ct_spectrogram_n_frames (const CtSpectrogram *self);

/** The levels of a frame.
 *
 * @param self   the spectrogram
 * @param frame  the number of the frame
 * @return [CT_CQT_BINS], valid as long as @p self */
const uint16_t *ct_spectrogram_frame (const CtSpectrogram *self, size_t frame);

/** The mean power of all cells: the one statistic of the whole recording that enters the networks.
 *
 * @param self  a finished spectrogram
 * @return in dB; CT_LEVEL_MIN_DB for digital silence */
double ct_spectrogram_mean_db (const CtSpectrogram *self);

/** Whether nothing in the recording can be heard: no frame reaches -90 dB, which is less than 16 bits can say. Levels
 * relative to the mean would make tones of it.
 *
 * @param self  a finished spectrogram
 * @return whether it is as good as silent */
bool ct_spectrogram_is_inaudible (const CtSpectrogram *self);

/** Converts a level.
 *
 * @param level  a level
 * @return in dB */
static inline float
ct_level_to_db (uint16_t level)
{
  return (float) level / CT_LEVEL_STEPS_PER_DB + CT_LEVEL_MIN_DB;
}

#ifdef __cplusplus
}
#endif

#endif
