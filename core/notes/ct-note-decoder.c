/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-note-decoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/notes/ct-mains-hum-private.h"
#include "core/notes/ct-note-level-private.h"
#include "core/notes/ct-note-peaks-private.h"
#include "core/notes/ct-sub-bass-private.h"
#include "core/transform/ct-cqt.h"

#define ATTACK_FRAMES 12      /* a note begins at most this long before its onset's peak: 140 ms */
#define LEAK_REACH_FRAMES 2   /* an onset leaks into the neighbouring semitones' within this */
#define LEAK_SUSTAIN_FRAMES 8 /* and this long their frames are compared */
#define LEAK_SHARE 0.7f       /* what leaks is weaker than this share of what it leaks from */
#define END_SHARE 0.65f       /* a note ends with its last frame that reaches this share of its strongest */
#define LEFT_MIN_LENGTHS 2    /* frames left become a note when they are this many shortest notes long */
#define LEFT_STRONG 0.25f     /* and reach this share of the way from the frame threshold to 1 */

typedef struct
{
  const CtPosteriorgram *posteriors;
  const CtSpectrogram *spectrogram;
  const CtNoteDecoderOptions *options;
  double start_s;
  int low, high; /* pitches from CT_MIDI_LOW, inclusive */
  uint8_t onset_level, uncertain_level, frame_level;
  int repetition_level;        /* of an onset of a pitch that sounds already */
  uint8_t *left;               /* [n_frames][CT_N_PITCHES], frame posteriors that belong to no note yet */
  uint32_t next[CT_N_PITCHES]; /* where the earliest note found so far begins */
  CtNotePeaks peaks;
  CtNotes *notes;
} Decoder;

void
ct_note_decoder_options_init (CtNoteDecoderOptions *self)
{
  *self = (CtNoteDecoderOptions){
    .onset_threshold = 0.3f,
    .frame_threshold = 0.45f,
    .uncertain_threshold = 0.12f,
    .min_length_s = 0.08f,
    .tolerance_frames = 10,
    .midi_low = CT_MIDI_LOW,
    .midi_high = CT_MIDI_HIGH,
  };
}

/* False for NaN, too. */
static bool
is_probability (float value)
{
  return value > 0 && value < 1;
}

CtStatus
ct_note_decoder_options_check (const CtNoteDecoderOptions *self)
{
  if (!is_probability (self->onset_threshold) || !is_probability (self->frame_threshold))
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->uncertain_threshold > 0 && self->uncertain_threshold <= 1))
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->repetition >= -1 && self->repetition <= 1))
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->min_length_s >= 0 && self->min_length_s <= 10))
    return CT_STATUS_BAD_ARGUMENT;
  if (self->tolerance_frames < 1 || self->tolerance_frames > 1000)
    return CT_STATUS_BAD_ARGUMENT;
  if (self->midi_low < 0 || self->midi_low > self->midi_high || self->midi_high > 127)
    return CT_STATUS_BAD_ARGUMENT;
  return CT_STATUS_OK;
}

/* The least posterior that is not under @threshold; one step of a float's rounding does not count. */
static int
level_of (float threshold)
{
  return (int) ceilf (threshold * 255 - 1e-3f);
}

static inline uint8_t
onset_at (const Decoder *self, size_t frame, int pitch)
{
  return self->posteriors->onset[frame * CT_N_PITCHES + (size_t) pitch];
}

static inline uint8_t
frame_at (const Decoder *self, size_t frame, int pitch)
{
  return self->posteriors->frame[frame * CT_N_PITCHES + (size_t) pitch];
}

/* Sum of frame posteriors while a note that begins at @frame would sound. */
static int
sustain (const Decoder *self, size_t frame, int pitch)
{
  size_t end = frame + LEAK_SUSTAIN_FRAMES;
  int sum = 0;

  for (size_t i = frame; i < end && i < self->posteriors->n_frames; i++)
    sum += frame_at (self, i, pitch);
  return sum;
}

/* Whether @peak is the shadow of a note a semitone beside it. */
static bool
is_leak (const Decoder *self, const CtNotePeak *peak)
{
  size_t first = peak->frame > LEAK_REACH_FRAMES ? peak->frame - LEAK_REACH_FRAMES : 0;
  size_t end = peak->frame + LEAK_REACH_FRAMES + 1;
  float own = (float) sustain (self, peak->frame, peak->pitch);

  for (int pitch = peak->pitch - 1; pitch <= peak->pitch + 1; pitch += 2)
    {
      int onset = 0;

      if (pitch < 0 || pitch >= CT_N_PITCHES)
        continue;
      for (size_t i = first; i < end && i < self->posteriors->n_frames; i++)
        onset = onset_at (self, i, pitch) > onset ? onset_at (self, i, pitch) : onset;
      if ((float) peak->onset < LEAK_SHARE * (float) onset
          && own < LEAK_SHARE * (float) sustain (self, peak->frame, pitch))
        return true;
    }
  return false;
}

/* Whether @peak is sure enough to be a note. */
static bool
is_onset (const Decoder *self, const CtNotePeak *peak)
{
  if (self->repetition_level == self->onset_level)
    return peak->onset >= self->onset_level;
  return peak->onset >= (ct_note_peak_is_sounding (self->posteriors, peak, self->frame_level) ? self->repetition_level
                                                                                              : self->onset_level);
}

/* The frame in which a note that begins at @frame no longer sounds: after @tolerance frames below the threshold, or
 * where the next note of its pitch begins. */
static size_t
find_end (const Decoder *self, const uint8_t *frames, size_t frame, int pitch)
{
  size_t limit = self->next[pitch], last = frame;
  size_t tolerance = (size_t) self->options->tolerance_frames;

  for (size_t i = frame + 1; i < limit && i - last <= tolerance; i++)
    if (frames[i * CT_N_PITCHES + (size_t) pitch] >= self->frame_level)
      last = i;
  return last + 1;
}

/* Takes the frames of a note away from later searches, and those of the semitones beside it where they are weaker. */
static void
take_frames (Decoder *self, size_t first, size_t end, int pitch)
{
  for (size_t i = first; i < end; i++)
    {
      uint8_t *left = self->left + i * CT_N_PITCHES;
      uint8_t own = frame_at (self, i, pitch);

      left[pitch] = 0;
      if (pitch > 0 && left[pitch - 1] < own)
        left[pitch - 1] = 0;
      if (pitch + 1 < CT_N_PITCHES && left[pitch + 1] < own)
        left[pitch + 1] = 0;
    }
}

static float
mean_frame (const Decoder *self, size_t first, size_t end, int pitch)
{
  unsigned sum = 0;

  for (size_t i = first; i < end; i++)
    sum += frame_at (self, i, pitch);
  return (float) sum / (255 * (float) (end - first));
}

static int
highest_frame (const Decoder *self, size_t first, size_t end, int pitch)
{
  int highest = 0;

  for (size_t i = first; i < end; i++)
    highest = frame_at (self, i, pitch) > highest ? frame_at (self, i, pitch) : highest;
  return highest;
}

/* How many frames a note of onset posterior @onset (0 to 255) must last: the surer, the shorter. */
static float
min_frames (const Decoder *self, uint8_t onset)
{
  float threshold = self->options->onset_threshold;
  float surplus = ((float) onset / 255 - threshold) / (1 - threshold);

  return self->options->min_length_s * (float) CT_CQT_FRAME_RATE_HZ * (1 - 0.5f * fmaxf (surplus, 0));
}

/* Where a note of frames @first to @end is heard to end: the posteriors of a loud one stay above the threshold while it
 * rings. It does not get shorter than @peak may be. */
static size_t
heard_end (const Decoder *self, const CtNotePeak *peak, size_t first, size_t end)
{
  size_t least = first + (size_t) ceilf (min_frames (self, peak->onset));
  float share = END_SHARE * (float) highest_frame (self, first, end, peak->pitch);

  while (end > least && end > first + 1 && (float) frame_at (self, end - 1, peak->pitch) < share)
    end--;
  return end;
}

static CtStatus
add_note (Decoder *self, const CtNotePeak *peak, size_t first, size_t end, bool uncertain)
{
  float confidence = 0.5f * ((float) peak->onset / 255 + mean_frame (self, first, end, peak->pitch));
  CtNote note = {
    .onset_s = self->start_s + ((double) first + (double) peak->shift) / CT_CQT_FRAME_RATE_HZ,
    .offset_s = self->start_s + (double) heard_end (self, peak, first, end) / CT_CQT_FRAME_RATE_HZ,
    .confidence = confidence,
    .track = -1,
    .midi = (uint8_t) (peak->pitch + CT_MIDI_LOW),
    .velocity = (uint8_t) lrintf (1 + 126 * confidence),
    .uncertain = uncertain,
  };

  take_frames (self, first, end, peak->pitch);
  self->next[peak->pitch] = (uint32_t) first;
  return ct_notes_append (self->notes, &note);
}

/* Where the note of @peak begins, if its partials and its frames rise before the onset's peak. */
static size_t
find_early_start (const Decoder *self, const CtNotePeak *peak)
{
  size_t earliest = peak->frame;

  if (!self->spectrogram || peak->frame >= ct_spectrogram_n_frames (self->spectrogram))
    return earliest;
  /* not into an earlier note of the same pitch: its onset ends the search */
  while (earliest > 0 && peak->frame - earliest < ATTACK_FRAMES
         && frame_at (self, earliest - 1, peak->pitch) >= self->frame_level
         && (peak->frame - earliest < CT_NOTE_SEPARATION_FRAMES
             || onset_at (self, earliest - 1, peak->pitch) < self->onset_level))
    earliest--;
  return ct_note_level_rise (self->spectrogram, peak->pitch + CT_MIDI_LOW, earliest, peak->frame);
}

static CtStatus
decode_onsets (Decoder *self)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = self->peaks.n; i-- > 0 && status == CT_STATUS_OK;)
    {
      CtNotePeak peak = self->peaks.peaks[i];
      size_t first = peak.frame, end;

      if (!is_onset (self, &peak) || is_leak (self, &peak))
        continue;
      end = find_end (self, self->left, peak.frame, peak.pitch);
      if (self->options->early_start)
        first = find_early_start (self, &peak);
      if ((float) (end - first) < min_frames (self, peak.onset))
        continue;
      if (first < peak.frame)
        peak.shift = 0;
      status = add_note (self, &peak, first, end, false);
      self->peaks.peaks[i].taken = true;
      self->peaks.peaks[i].frame = (uint32_t) first;
    }
  return status;
}

/* Whether frames without a clear onset are long and strong enough to be a note all the same. */
static bool
is_strong (const Decoder *self, size_t first, size_t end, int pitch)
{
  float level = self->options->frame_threshold;

  if ((float) (end - first) < LEFT_MIN_LENGTHS * min_frames (self, 0))
    return false;
  return (float) highest_frame (self, first, end, pitch) >= 255 * (level + LEFT_STRONG * (1 - level));
}

/* Onsets under the threshold. One inside a sounding note is a repetition that may have been missed: it lasts as long as
 * the frames do, whoever has taken them. */
static CtStatus
decode_uncertain (Decoder *self)
{
  CtStatus status = CT_STATUS_OK;

  for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
    self->next[pitch] = (uint32_t) self->posteriors->n_frames;
  for (size_t i = self->peaks.n; i-- > 0 && status == CT_STATUS_OK;)
    {
      const CtNotePeak *peak = &self->peaks.peaks[i];
      size_t end;
      bool uncertain = true;

      if (peak->taken)
        self->next[peak->pitch] = peak->frame;
      if (peak->taken || peak->onset < self->uncertain_level || is_onset (self, peak) || is_leak (self, peak))
        continue;
      end = find_end (self, self->left, peak->frame, peak->pitch);
      if (self->options->notes_without_onset && is_strong (self, peak->frame, end, peak->pitch))
        uncertain = false;
      else
        end = find_end (self, self->posteriors->frame, peak->frame, peak->pitch);
      if ((float) (end - peak->frame) >= min_frames (self, peak->onset))
        status = add_note (self, peak, peak->frame, end, uncertain);
    }
  return status;
}

/* The strongest frame of every run of frames left over the threshold. */
static CtStatus
find_left (Decoder *self)
{
  CtNotePeak runs[CT_N_PITCHES] = { 0 };
  bool open = false; /* whether the frame before had any */

  self->peaks.n = 0;
  for (size_t frame = 0; frame <= self->posteriors->n_frames; frame++)
    {
      const uint8_t *row = self->left + frame * CT_N_PITCHES; /* of zeros after the last */
      bool any = ct_posteriors_reach (row, self->frame_level);

      if (!any && !open)
        continue;
      open = any;

      for (int pitch = self->low; pitch <= self->high; pitch++)
        {
          CtNotePeak *run = &runs[pitch];

          if (row[pitch] >= self->frame_level)
            {
              if (row[pitch] > run->onset)
                *run = (CtNotePeak){ .frame = (uint32_t) frame, .pitch = (uint8_t) pitch, .onset = row[pitch] };
            }
          else if (run->onset > 0)
            {
              if (ct_note_peaks_append (&self->peaks, run))
                return CT_STATUS_NO_MEMORY;
              run->onset = 0;
            }
        }
    }
  return CT_STATUS_OK;
}

static int
compare_strength (const void *a, const void *b)
{
  const CtNotePeak *x = a, *y = b;

  if (x->onset != y->onset)
    return y->onset - x->onset;
  if (x->frame != y->frame)
    return x->frame < y->frame ? -1 : 1;
  return x->pitch - y->pitch;
}

static inline bool
is_taken (const Decoder *self, size_t frame, int pitch)
{
  return self->left[frame * CT_N_PITCHES + (size_t) pitch] == 0 && frame_at (self, frame, pitch) >= self->frame_level;
}

/* As far as frames are left around @frame, with gaps of less than the tolerance. */
static void
find_left_span (const Decoder *self, size_t frame, int pitch, size_t *first, size_t *end)
{
  size_t tolerance = (size_t) self->options->tolerance_frames, last = frame;

  *first = frame;
  for (size_t i = frame; i-- > 0 && *first - i <= tolerance && !is_taken (self, i, pitch);)
    if (self->left[i * CT_N_PITCHES + (size_t) pitch] >= self->frame_level)
      *first = i;
  for (size_t i = frame + 1; i < self->posteriors->n_frames && i - last <= tolerance && !is_taken (self, i, pitch); i++)
    if (self->left[i * CT_N_PITCHES + (size_t) pitch] >= self->frame_level)
      last = i;
  *end = last + 1;
}

/* The onset posterior near @first, though it was no peak or a low one. */
static uint8_t
onset_near (const Decoder *self, size_t first, int pitch)
{
  size_t end = first + LEAK_REACH_FRAMES + 1;
  uint8_t onset = 0;

  for (size_t i = first > LEAK_REACH_FRAMES ? first - LEAK_REACH_FRAMES : 0; i < end && i < self->posteriors->n_frames;
       i++)
    onset = onset_at (self, i, pitch) > onset ? onset_at (self, i, pitch) : onset;
  return onset;
}

/* What sounds without an onset, the strongest first. */
static CtStatus
decode_left (Decoder *self)
{
  CtStatus status = find_left (self);

  if (status == CT_STATUS_OK && self->peaks.n > 1)
    qsort (self->peaks.peaks, self->peaks.n, sizeof *self->peaks.peaks, compare_strength);
  for (size_t i = 0; i < self->peaks.n && status == CT_STATUS_OK; i++)
    {
      CtNotePeak peak = self->peaks.peaks[i];
      int pitch = peak.pitch;
      size_t first, end;
      bool attack;

      if (self->left[peak.frame * CT_N_PITCHES + peak.pitch] == 0)
        continue;
      find_left_span (self, peak.frame, pitch, &first, &end);
      peak.onset = onset_near (self, first, pitch);
      /* frames that rise before the onset's peak are no note of their own */
      attack = end - first < ATTACK_FRAMES && end < self->posteriors->n_frames && is_taken (self, end, pitch);
      if (!attack && is_strong (self, first, end, pitch))
        status = add_note (self, &peak, first, end, !self->options->notes_without_onset);
      else
        for (size_t at = first; at < end; at++)
          self->left[at * CT_N_PITCHES + peak.pitch] = 0;
    }
  return status;
}

static CtStatus
decode (Decoder *self)
{
  bool uncertain = self->uncertain_level < self->onset_level;
  CtStatus status = ct_note_peaks_find (&self->peaks, self->posteriors, self->low, self->high,
                                        uncertain ? self->uncertain_level : self->onset_level);

  if (status == CT_STATUS_OK)
    status = decode_onsets (self);
  if (status == CT_STATUS_OK && uncertain)
    status = decode_uncertain (self);
  if (status == CT_STATUS_OK && (uncertain || self->options->notes_without_onset))
    status = decode_left (self);
  return status;
}

/* Between what no posterior reaches, the onset threshold and the uncertain one, if that is lower. */
static int
repetition_level_of (const CtNoteDecoderOptions *options)
{
  float to = options->repetition < 0 ? 256.0f / 255 : fminf (options->uncertain_threshold, options->onset_threshold);

  return level_of (options->onset_threshold + fabsf (options->repetition) * (to - options->onset_threshold));
}

static CtStatus
decoder_init (Decoder *self)
{
  const CtPosteriorgram *posteriors = self->posteriors;
  const CtNoteDecoderOptions *options = self->options;
  size_t size = posteriors->n_frames * CT_N_PITCHES;

  self->low = options->midi_low > CT_MIDI_LOW ? options->midi_low - CT_MIDI_LOW : 0;
  self->high = options->midi_high < CT_MIDI_HIGH ? options->midi_high - CT_MIDI_LOW : CT_N_PITCHES - 1;
  self->onset_level = (uint8_t) level_of (options->onset_threshold);
  self->uncertain_level = (uint8_t) level_of (options->uncertain_threshold);
  self->frame_level = (uint8_t) level_of (options->frame_threshold);
  self->repetition_level = repetition_level_of (options);
  self->left = malloc (size + CT_N_PITCHES);
  if (!self->left)
    return CT_STATUS_NO_MEMORY;
  memcpy (self->left, posteriors->frame, size);
  memset (self->left + size, 0, CT_N_PITCHES);
  for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
    self->next[pitch] = (uint32_t) posteriors->n_frames;
  return CT_STATUS_OK;
}

CtStatus
ct_note_decoder_decode (const CtPosteriorgram *posteriors,
                        const CtSpectrogram *spectrogram,
                        const CtNoteDecoderOptions *options,
                        double start_s,
                        CtNotes *notes)
{
  size_t n_before = notes->n;
  CtStatus status = ct_note_decoder_options_check (options);
  Decoder self = {
    .posteriors = posteriors,
    .spectrogram = spectrogram,
    .options = options,
    .start_s = start_s,
    .notes = notes,
  };

  if (status)
    return status;
  status = decoder_init (&self);
  if (status == CT_STATUS_OK)
    status = decode (&self);
  free (self.left);
  ct_note_peaks_clear (&self.peaks);
  if (status == CT_STATUS_OK)
    {
      CtNotes added = { notes->notes + n_before, notes->n - n_before, 0 };

      if (added.n > 0)
        ct_notes_sort (&added);
      if (spectrogram)
        {
          added.n = ct_mains_hum_remove (spectrogram, start_s, added.notes, added.n);
          added.n = ct_sub_bass_remove_partials (spectrogram, start_s, added.notes, added.n);
          notes->n = n_before + added.n;
          status = ct_note_level_set_velocities (spectrogram, start_s, added.notes, added.n);
        }
    }
  if (status)
    notes->n = n_before;
  return status;
}
