/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-transcriber-options.h"

void
ct_transcriber_options_init (CtTranscriberOptions *self)
{
  ct_note_decoder_options_init (&self->notes);
  ct_timbre_cluster_options_init (&self->tracks);
  ct_track_postprocess_options_init (&self->postprocess);
}

bool
ct_transcriber_options_equal (const CtTranscriberOptions *a, const CtTranscriberOptions *b)
{
  const CtNoteDecoderOptions *x = &a->notes, *y = &b->notes;

  return x->onset_threshold == y->onset_threshold && x->frame_threshold == y->frame_threshold
         && x->uncertain_threshold == y->uncertain_threshold && x->repetition == y->repetition
         && x->min_length_s == y->min_length_s && x->tolerance_frames == y->tolerance_frames
         && x->midi_low == y->midi_low && x->midi_high == y->midi_high
         && x->notes_without_onset == y->notes_without_onset && x->early_start == y->early_start
         && ct_timbre_cluster_options_equal (&a->tracks, &b->tracks)
         && a->postprocess.follow_register == b->postprocess.follow_register
         && a->postprocess.drop_octaves == b->postprocess.drop_octaves;
}
