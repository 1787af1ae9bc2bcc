/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ISOLATION_PRIVATE_H
#define CT_ISOLATION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-isolation-drums-private.h"
#include "core/transform/ct-stft-private.h"

/* Divides the spectrum of a frame among its notes by their partials. */

#define CT_ISOLATION_PARTIALS 32
#define CT_ISOLATION_MAX_VOICES 64
/* A note is expected this long before its onset (half a window) and after its end (reverberation, ringing strings). */
#define CT_ISOLATION_BEFORE_S 0.047
#define CT_ISOLATION_AFTER_S 0.15

/* The relative amplitudes of a note's partials, as sums over frames that can be added up. */
typedef struct
{
  float amplitude[CT_ISOLATION_PARTIALS]; /* of the partial, over frames in which it is unmasked */
  float reference[CT_ISOLATION_PARTIALS]; /* of the whole note, over the same frames */
  float cents, cents_weight;              /* of the fundamental above the MIDI note, and its weight */
} CtNoteProfile;

/* The expected partials of a note. */
typedef struct
{
  float partials[CT_ISOLATION_PARTIALS]; /* amplitudes relative to each other */
  float cents;
} CtNoteModel;

/* A note that sounds in a frame. */
typedef struct
{
  const CtNoteModel *model;
  size_t note;  /* the caller's number for it */
  double hz;    /* of the fundamental, as notated */
  int stem;     /* to which its share goes */
  float weight; /* below 1 outside the notated length */
  int n_partials;
  float gain;                              /* of the whole model in this frame */
  float bins[CT_ISOLATION_PARTIALS];       /* of the partials, with fractions */
  float amplitudes[CT_ISOLATION_PARTIALS]; /* of the partials */
  bool clean[CT_ISOLATION_PARTIALS];       /* not masked by another note */
  float cents, cents_weight;               /* of the fundamental in this frame, and its weight */
} CtVoice;

/* The buffers of one thread. */
typedef struct
{
  size_t n_bins;
  float *level;            /* [n_bins] modulus of the spectrum */
  float *sum;              /* [n_bins] modulus that the voices explain */
  unsigned char *occupied; /* [n_bins] number of partials */
  float *struck;           /* [n_bins] modulus that the drums explain */
  CtVoice voices[CT_ISOLATION_MAX_VOICES];
  size_t n_voices;
  CtDrumFrame drums;
} CtIsolationFrame;

/* A note's model before anything is measured. */
void ct_note_model_init (CtNoteModel *self);

/* From a note's own profile and the weighted sum of those of its track's other notes. */
void ct_note_model_set (CtNoteModel *self, const CtNoteProfile *own, const CtNoteProfile *others);

void ct_note_profile_add (CtNoteProfile *self, const CtNoteProfile *other, float weight);

CtStatus ct_isolation_frame_init (CtIsolationFrame *self, const CtStft *stft) CT_MUST_USE;
void ct_isolation_frame_clear (CtIsolationFrame *self);

/* Empties the frame, then adds voices. Drum hits, and notes that do not sound at @time_s, are skipped. False: too many
 * voices. */
void ct_isolation_frame_begin (CtIsolationFrame *self);
bool ct_isolation_frame_add (CtIsolationFrame *self,
                             const CtNote *note,
                             const CtNoteModel *model,
                             size_t number,
                             int stem,
                             double time_s);

/* Finds the voices' partials in `level`, which the caller has filled in. */
void ct_isolation_frame_locate (CtIsolationFrame *self, const CtStft *stft);

/* Adds the voices' partials to the profiles of their notes ([voice.note]). */
void ct_isolation_frame_measure (const CtIsolationFrame *self, const CtStft *stft, CtNoteProfile *profiles);

/* The amplitude of the sine whose lobe lies at @bin. */
float ct_isolation_lobe_amplitude (const CtIsolationFrame *self, float bin);

/* Estimates the amplitude of every partial of every voice. */
void ct_isolation_frame_solve (CtIsolationFrame *self, const CtStft *stft);

/* Fills @masks ([n_stems][n_bins], shares of amplitude in [0, 1] whose sum is at most 1); *@active has bit s set where
 * stem s has any. */
void
ct_isolation_frame_masks (CtIsolationFrame *self, const CtStft *stft, float *masks, size_t n_stems, uint64_t *active);

#endif
