/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what the networks are trained on, as the engine computes it: raw little-endian float32.
 *
 *   coloratura-features IN --transform OUT            the complex transform, [frames][288][2]
 *   coloratura-features IN --input OUT                the acoustic model's input, [frames][288]
 *   coloratura-features IN --posteriors OUT           onset, then frame: [2][frames][84]
 *   coloratura-features IN --note-input LIST OUT      the timbre encoder's input, [notes][16][32][6], of notes of which
 *                                                     LIST has the frame and the MIDI note, one "FRAME MIDI" a line
 *   coloratura-features IN --rhythm OUT               the eight curves of ct-onset-strength.h, in order: [frames][8]
 *   coloratura-features IN --hits OUT                 what the network of drum hits sees: [frames][64]
 *   coloratura-features --hear LEVELS OUT             the posteriors of what --input writes, before silence
 *   coloratura-features --decode POSTERIORS ONSET FRAME MIN_LENGTH_S OUT
 *                                                     the notes of posteriors as written above, by our decoder, as CSV
 *   coloratura-features --repetitions LEVELS OUT  of what --hear writes: [onsets][2 + 12], frame, semitone and
 * features of each onset of a pitch that sounds already (ct-repetitions.h) coloratura-features --place NOTES BEATS GRID
 * OUT  a MIDI file of notes, one "ONSET_S OFFSET_S MIDI TRACK VELOCITY" a line, under beats that are known: "NUMERATOR
 * DENOMINATOR", then one "TICK TIME_S" a line; on a grid, or "heard"
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-resampler.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/base/ct-workers.h"
#include "core/midi/ct-midi-file.h"
#include "core/midi/ct-note-csv.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-stream.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/notes/ct-repetitions.h"
#include "core/percussion/ct-hit-network.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/rhythm/ct-quantise.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-timbre-encoder.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"

#define BLOCK_FRAMES 512
#define SILENT_FRAMES 64 /* more than what is heard depends on */

typedef struct
{
  float *samples; /* [n] */
  size_t n;
} Sound;

static CtStatus
read_sound (const char *path, Sound *sound)
{
  CtTimeSpan span = { 0, INFINITY };
  CtAudioFile *file = NULL;
  CtResampler *resampler = NULL;
  size_t got = 1, size = 0;
  CtStatus status = ct_audio_file_open (path, &file);

  if (status == CT_STATUS_OK)
    status = ct_resampler_new (file, &span, &resampler);
  while (status == CT_STATUS_OK && got)
    {
      float *samples = realloc (sound->samples, (size += 1 << 18) * sizeof *samples);

      if (!samples)
        {
          status = CT_STATUS_NO_MEMORY;
          break;
        }
      sound->samples = samples;
      status = ct_resampler_read (resampler, samples + sound->n, size - sound->n, &got);
      sound->n += got;
    }
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
  return status;
}

/* Copies samples [at, at + n) of the sound, zeros outside it. */
static void
copy_padded (const Sound *sound, long at, size_t n, float *to)
{
  for (size_t i = 0; i < n; i++)
    {
      long from = at + (long) i;

      to[i] = from >= 0 && (size_t) from < sound->n ? sound->samples[from] : 0.0f;
    }
}

static CtStatus
put (FILE *file, const float *values, size_t n)
{
  return fwrite (values, sizeof *values, n, file) == n ? CT_STATUS_OK : CT_STATUS_WRITE_FAILED;
}

static CtStatus
write_transform (const char *path, FILE *file)
{
  size_t n_in = (BLOCK_FRAMES - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH, n_frames;
  Sound sound = { 0 };
  float *in = malloc (n_in * sizeof *in);
  float *out = malloc ((size_t) BLOCK_FRAMES * CT_CQT_BINS * 2 * sizeof *out);
  CtCqt *plan = NULL;
  CtCqtWork *work = NULL;
  CtStatus status = in && out ? read_sound (path, &sound) : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    status = ct_cqt_new (&plan);
  if (status == CT_STATUS_OK)
    status = ct_cqt_work_new (plan, BLOCK_FRAMES, &work);
  n_frames = sound.n / CT_CQT_HOP + 1;
  for (size_t first = 0; status == CT_STATUS_OK && first < n_frames; first += BLOCK_FRAMES)
    {
      size_t n = n_frames - first < BLOCK_FRAMES ? n_frames - first : BLOCK_FRAMES;

      copy_padded (&sound, (long) (first * CT_CQT_HOP) - CT_CQT_REACH, n_in, in);
      ct_cqt_execute (work, in, n, out);
      status = put (file, out, n * CT_CQT_BINS * 2);
    }
  ct_cqt_work_free (work);
  ct_cqt_free (plan);
  free (in);
  free (out);
  free (sound.samples);
  return status;
}

static CtStatus
write_input (const CtAnalysis *analysis, FILE *file)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; status == CT_STATUS_OK && i < analysis->posteriors->n_frames; i++)
    {
      float input[CT_CQT_BINS];

      ct_acoustic_model_input (analysis->spectrogram, i, input);
      status = put (file, input, CT_CQT_BINS);
    }
  return status;
}

static CtStatus
write_probabilities (const CtPosteriorgram *posteriors, const uint8_t *values, FILE *file)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; status == CT_STATUS_OK && i < posteriors->n_frames * CT_N_PITCHES; i++)
    {
      float value = (float) values[i] / 255.0f;

      status = put (file, &value, 1);
    }
  return status;
}

static CtStatus
put_posteriors (const CtPosteriorgram *posteriors, FILE *file)
{
  CtStatus status = write_probabilities (posteriors, posteriors->onset, file);

  return status == CT_STATUS_OK ? write_probabilities (posteriors, posteriors->frame, file) : status;
}

static CtStatus
write_note_inputs (const CtAnalysis *analysis, const char *list, FILE *file)
{
  CtWeights *weights = NULL;
  CtTimbreEncoder *encoder = NULL;
  FILE *notes = fopen (list, "r");
  unsigned long frame;
  int midi;
  CtStatus status = notes ? ct_weights_new_builtin (&weights) : CT_STATUS_NOT_FOUND;

  if (status == CT_STATUS_OK)
    status = ct_timbre_encoder_new (weights, CT_SIMD_SCALAR, &encoder);
  while (status == CT_STATUS_OK && fscanf (notes, "%lu %d", &frame, &midi) == 2)
    {
      float input[CT_TIMBRE_INPUT_SIZE];

      ct_timbre_encoder_input (encoder, analysis->spectrogram, analysis->posteriors, frame, midi, input);
      status = put (file, input, CT_TIMBRE_INPUT_SIZE);
    }
  ct_timbre_encoder_free (encoder);
  ct_weights_free (weights);
  if (notes)
    fclose (notes);
  return status;
}

static CtStatus
write_rhythm (CtTranscriber *transcriber, const CtAnalysis *analysis, FILE *file)
{
  CtNoteDecoderOptions options;
  CtNotes notes = { 0 };
  CtPercussion percussion = { 0 };
  CtOnsetStrength *strength = NULL;
  CtStatus status;

  ct_note_decoder_options_init (&options);
  status = ct_note_decoder_decode (analysis->posteriors, analysis->spectrogram, &options, 0.0, &notes);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_find_hits (transcriber, analysis, &percussion);
  if (status == CT_STATUS_OK)
    {
      CtRhythmEvidence evidence = { .posteriors = analysis->posteriors,
                                    .spectrogram = analysis->spectrogram,
                                    .notes = notes.notes,
                                    .n_notes = notes.n,
                                    .percussion = &percussion };

      status = ct_onset_strength_new (&evidence, &strength);
    }
  for (size_t i = 0; status == CT_STATUS_OK && i < strength->n_frames; i++)
    {
      float values[] = { strength->onset[i],  strength->accent[i], strength->bass[i],  strength->chord[i],
                         strength->treble[i], strength->kick[i],   strength->snare[i], strength->metal[i] };

      status = put (file, values, sizeof values / sizeof *values);
    }
  ct_onset_strength_free (strength);
  ct_percussion_clear (&percussion);
  ct_notes_clear (&notes);
  return status;
}

static CtStatus
write_hits (const CtAnalysis *analysis, FILE *file)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; status == CT_STATUS_OK && i < ct_spectrogram_n_frames (analysis->spectrogram); i++)
    {
      float input[CT_HIT_INPUTS];

      ct_hit_network_input (analysis->spectrogram, analysis->posteriors, i, input);
      status = put (file, input, CT_HIT_INPUTS);
    }
  return status;
}

static CtStatus
write_of_analysis (const char *path, const char *what, const char *list, FILE *file)
{
  CtTimeSpan span = { 0, INFINITY };
  CtTranscriber *transcriber = NULL;
  CtAnalysis *analysis = NULL;
  CtStatus status = ct_transcriber_new (1, NULL, ct_simd_best_level (), &transcriber);

  if (status == CT_STATUS_OK)
    status = ct_transcriber_analyse (transcriber, path, &span, &analysis);
  if (status == CT_STATUS_OK)
    status = strcmp (what, "--input") == 0        ? write_input (analysis, file)
             : strcmp (what, "--posteriors") == 0 ? put_posteriors (analysis->posteriors, file)
             : strcmp (what, "--rhythm") == 0     ? write_rhythm (transcriber, analysis, file)
             : strcmp (what, "--hits") == 0       ? write_hits (analysis, file)
                                                  : write_note_inputs (analysis, list, file);
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
  return status;
}

/* How many frames bring the mean of all cells to 0 dB, to which levels are relative: silence after the @n_frames of
 * @transform, which keeps what is last out of what is heard there, and in that the energy that is missing. */
static size_t
fill_up (float **transform, size_t n_frames)
{
  double energy = 0.0;
  float *longer;
  size_t n;

  for (size_t i = 0; i < n_frames * CT_CQT_BINS; i++)
    energy += (double) (*transform)[2 * i] * (double) (*transform)[2 * i];
  n = n_frames + SILENT_FRAMES + 1;
  if (energy > (double) (n * CT_CQT_BINS))
    n = (size_t) ceil (energy / CT_CQT_BINS);
  if (!(longer = realloc (*transform, 2 * n * CT_CQT_BINS * sizeof *longer)))
    return 0;
  memset (longer + 2 * n_frames * CT_CQT_BINS, 0, 2 * (n - n_frames) * CT_CQT_BINS * sizeof *longer);
  for (size_t i = (n - 1) * CT_CQT_BINS; i < n * CT_CQT_BINS; i++)
    longer[2 * i] = sqrtf ((float) (n - energy / CT_CQT_BINS));
  *transform = longer;
  return n;
}

static CtStatus
store (CtSpectrogram *spectrogram, const float *transform, size_t n_frames)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; status == CT_STATUS_OK && i < n_frames; i += CT_SPECTROGRAM_BLOCK_FRAMES)
    {
      size_t block = i / CT_SPECTROGRAM_BLOCK_FRAMES, left = n_frames - i;

      status = ct_spectrogram_reserve (spectrogram, block);
      if (status == CT_STATUS_OK)
        ct_spectrogram_store (spectrogram, block, transform + 2 * i * CT_CQT_BINS,
                              left < CT_SPECTROGRAM_BLOCK_FRAMES ? left : CT_SPECTROGRAM_BLOCK_FRAMES);
    }
  if (status == CT_STATUS_OK)
    ct_spectrogram_finish (spectrogram, n_frames);
  return status;
}

/* Reads a file of float32, of which free() frees @values. */
static CtStatus
read_values (const char *path, float **values, size_t *n)
{
  FILE *file = fopen (path, "rb");
  CtStatus status = file ? CT_STATUS_OK : CT_STATUS_NOT_FOUND;
  long size = 0;

  if (status == CT_STATUS_OK && (fseek (file, 0, SEEK_END) || (size = ftell (file)) < 0 || fseek (file, 0, SEEK_SET)))
    status = CT_STATUS_READ_FAILED;
  *n = (size_t) size / sizeof **values;
  if (status == CT_STATUS_OK && !(*values = malloc ((size_t) size + 1)))
    status = CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK && fread (*values, sizeof **values, *n, file) != *n)
    status = CT_STATUS_READ_FAILED;
  if (file)
    fclose (file);
  return status;
}

/* The levels of a file, as a spectrogram that is longer. */
static CtStatus
read_levels (const char *path, CtSpectrogram *spectrogram, size_t *n_frames)
{
  float *levels = NULL, *transform = NULL;
  size_t n = 0, n_filled = 0;
  CtStatus status = read_values (path, &levels, &n);

  *n_frames = n / CT_CQT_BINS;
  if (status == CT_STATUS_OK && !*n_frames)
    status = CT_STATUS_EMPTY;
  if (status == CT_STATUS_OK && !(transform = calloc (2 * *n_frames * CT_CQT_BINS, sizeof *transform)))
    status = CT_STATUS_NO_MEMORY;
  for (size_t i = 0; status == CT_STATUS_OK && i < *n_frames * CT_CQT_BINS; i++)
    if (levels[i] > 0.0f)
      transform[2 * i] = powf (10.0f, (40.0f * levels[i] - 60.0f) / 20.0f);
  if (status == CT_STATUS_OK && !(n_filled = fill_up (&transform, *n_frames)))
    status = CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    status = store (spectrogram, transform, n_filled);
  free (transform);
  free (levels);
  return status;
}

/* The posteriors of @levels, of the frames that are in them, as the acoustic model hears them. */
static CtStatus
listen (const CtWeights *weights, const char *levels, CtPosteriorgram **out)
{
  CtSpectrogram *spectrogram = NULL;
  CtAcousticModel *model = NULL;
  CtWorkers *workers = NULL;
  size_t n_frames = 0;
  CtStatus status = ct_spectrogram_new (&spectrogram);

  if (status == CT_STATUS_OK)
    status = read_levels (levels, spectrogram, &n_frames);
  if (status == CT_STATUS_OK)
    status = ct_acoustic_model_new (weights, ct_simd_best_level (), &model);
  if (status == CT_STATUS_OK)
    status = ct_workers_new (1, &workers);
  if (status == CT_STATUS_OK)
    status = ct_acoustic_stream_run (model, workers, spectrogram, &(CtAcousticHooks){ 0 }, out);
  if (status == CT_STATUS_OK)
    (*out)->n_frames = n_frames;
  ct_workers_free (workers);
  ct_acoustic_model_free (model);
  ct_spectrogram_free (spectrogram);
  return status;
}

static CtStatus
put_repetitions (const CtPosteriorgram *posteriors, FILE *file)
{
  CtRepetitions *repetitions = NULL;
  CtStatus status = ct_repetitions_new (posteriors, &repetitions);

  for (size_t i = 0; status == CT_STATUS_OK && i < ct_repetitions_n (repetitions); i++)
    {
      CtRepetition one;

      ct_repetitions_get (repetitions, i, &one);
      status = put (file, (float[]){ (float) one.frame, (float) one.pitch }, 2);
      if (status == CT_STATUS_OK)
        status = put (file, one.features, CT_N_REPETITION_FEATURES);
    }
  ct_repetitions_free (repetitions);
  return status;
}

static CtStatus
hear (const char *what, const char *from, const char *to)
{
  CtPosteriorgram *posteriors = NULL;
  CtWeights *weights = NULL;
  FILE *file = NULL;
  CtStatus status = ct_weights_new_builtin (&weights);

  if (status == CT_STATUS_OK)
    status = listen (weights, from, &posteriors);
  if (status == CT_STATUS_OK && !(file = fopen (to, "wb")))
    status = CT_STATUS_WRITE_FAILED;
  if (status == CT_STATUS_OK && strcmp (what, "--repetitions") == 0)
    status = put_repetitions (posteriors, file);
  else if (status == CT_STATUS_OK)
    {
      status = ct_repetitions_judge (weights, posteriors);
      if (status == CT_STATUS_OK)
        status = put_posteriors (posteriors, file);
    }
  if (file && fclose (file) && status == CT_STATUS_OK)
    status = CT_STATUS_WRITE_FAILED;
  ct_posteriorgram_free (posteriors);
  ct_weights_free (weights);
  return status;
}

static CtStatus
read_posteriors (const char *path, CtPosteriorgram **out)
{
  float *values = NULL;
  size_t n = 0, size = 0;
  CtStatus status = read_values (path, &values, &n);

  if (status == CT_STATUS_OK)
    status = ct_posteriorgram_new (n / 2 / CT_N_PITCHES, out);
  if (status == CT_STATUS_OK)
    size = (*out)->n_frames * CT_N_PITCHES;
  for (size_t i = 0; i < 2 * size; i++)
    (i < size ? (*out)->onset : (*out)->frame)[i % size] = (uint8_t) lrintf (255.0f
                                                                             * fminf (fmaxf (values[i], 0.0f), 1.0f));
  free (values);
  return status;
}

static CtStatus
decode (char **arguments, const char *to)
{
  CtNoteDecoderOptions options;
  CtPosteriorgram *posteriors = NULL;
  CtScore *score = NULL;
  CtStatus status = read_posteriors (arguments[0], &posteriors);

  ct_note_decoder_options_init (&options);
  options.onset_threshold = options.uncertain_threshold = strtof (arguments[1], NULL);
  options.frame_threshold = strtof (arguments[2], NULL);
  options.min_length_s = strtof (arguments[3], NULL);
  if (status == CT_STATUS_OK)
    status = ct_score_new (1, &score);
  if (status == CT_STATUS_OK)
    status = ct_note_decoder_decode (posteriors, NULL, &options, 0.0, &score->notes);
  for (size_t i = 0; status == CT_STATUS_OK && i < score->notes.n; i++)
    score->notes.notes[i].track = 0;
  if (status == CT_STATUS_OK)
    status = ct_note_csv_write (score, NULL, to);
  ct_score_free (score);
  ct_posteriorgram_free (posteriors);
  return status;
}

static CtStatus
read_notes (const char *path, CtScore *score)
{
  FILE *file = fopen (path, "r");
  CtStatus status = file ? CT_STATUS_OK : CT_STATUS_NOT_FOUND;
  int midi, track, velocity;
  double onset_s, offset_s;

  while (status == CT_STATUS_OK
         && fscanf (file, "%lf %lf %d %d %d", &onset_s, &offset_s, &midi, &track, &velocity) == 5)
    {
      CtNote note = { onset_s, offset_s, 1.0f, (int16_t) (track - 1), (uint8_t) midi, (uint8_t) velocity, false };

      if (midi < 0 || midi > 127 || track < 1 || (size_t) track > score->n_tracks || velocity < 1 || velocity > 127)
        status = CT_STATUS_BAD_ARGUMENT;
      else
        status = ct_notes_append (&score->notes, &note);
    }
  if (file)
    fclose (file);
  ct_notes_sort (&score->notes);
  return status;
}

static CtStatus
read_beats (const char *path, CtTempoMap **out)
{
  FILE *file = fopen (path, "r");
  CtTempoPoint *points = malloc (CT_TEMPO_MAP_MAX_POINTS * sizeof *points);
  CtMeter meter = { 0 };
  size_t n = 0;
  double tick, time_s;
  CtStatus status = file && points ? CT_STATUS_OK : CT_STATUS_NOT_FOUND;

  if (status == CT_STATUS_OK && fscanf (file, "%d %d", &meter.numerator, &meter.denominator) != 2)
    status = CT_STATUS_DAMAGED;
  while (status == CT_STATUS_OK && n < CT_TEMPO_MAP_MAX_POINTS && fscanf (file, "%lf %lf", &tick, &time_s) == 2)
    points[n++] = (CtTempoPoint){ (int64_t) tick, time_s, false };
  if (status == CT_STATUS_OK)
    status = ct_tempo_map_new (points, n, &meter, 1, out);
  free (points);
  if (file)
    fclose (file);
  return status;
}

static CtStatus
place (char **arguments)
{
  CtMidiFileOptions midi = { .from_bar = strcmp (arguments[2], "heard") != 0 };
  CtQuantiseOptions options;
  CtScore *score = NULL;
  CtStatus status = ct_score_new (CT_MAX_TRACKS, &score);

  ct_quantise_options_init (&options);
  if (status == CT_STATUS_OK)
    status = read_notes (arguments[0], score);
  if (status == CT_STATUS_OK)
    status = read_beats (arguments[1], &score->tempo_map);
  if (status == CT_STATUS_OK && strcmp (arguments[2], "heard") != 0)
    status = ct_note_grid_parse (arguments[2], &options.grid) ? ct_quantise_score (score, &options)
                                                              : CT_STATUS_BAD_ARGUMENT;
  if (status == CT_STATUS_OK)
    status = ct_midi_file_write (score, NULL, 0, &midi, arguments[3]);
  ct_score_free (score);
  return status;
}

static CtStatus
write_features (int argc, char **argv)
{
  const char *what = argv[2];
  FILE *file = fopen (argv[argc - 1], "wb");
  CtStatus status;

  if (!file)
    return CT_STATUS_WRITE_FAILED;
  if (strcmp (what, "--transform") == 0)
    status = write_transform (argv[1], file);
  else
    status = write_of_analysis (argv[1], what, argv[3], file);
  if (fclose (file) && status == CT_STATUS_OK)
    status = CT_STATUS_WRITE_FAILED;
  return status;
}

int
main (int argc, char **argv)
{
  CtStatus status;

  if (argc == 7 && strcmp (argv[1], "--decode") == 0)
    status = decode (argv + 2, argv[6]);
  else if (argc == 4 && (strcmp (argv[1], "--hear") == 0 || strcmp (argv[1], "--repetitions") == 0))
    status = hear (argv[1], argv[2], argv[3]);
  else if (argc == 6 && strcmp (argv[1], "--place") == 0)
    status = place (argv + 2);
  else if ((argc == 4
            && (strcmp (argv[2], "--transform") == 0 || strcmp (argv[2], "--input") == 0
                || strcmp (argv[2], "--posteriors") == 0 || strcmp (argv[2], "--rhythm") == 0
                || strcmp (argv[2], "--hits") == 0))
           || (argc == 5 && strcmp (argv[2], "--note-input") == 0))
    status = write_features (argc, argv);
  else
    {
      fprintf (stderr, "usage: coloratura-features IN --transform|--input|--posteriors|--rhythm|--hits OUT\n"
                       "       coloratura-features IN --note-input LIST OUT\n"
                       "       coloratura-features --hear LEVELS OUT\n"
                       "       coloratura-features --decode POSTERIORS ONSET FRAME MIN_LENGTH_S OUT\n"
                       "       coloratura-features --repetitions LEVELS OUT\n"
                       "       coloratura-features --place NOTES BEATS GRID OUT\n");
      return 2;
    }
  if (status == CT_STATUS_OK)
    return 0;
  fprintf (stderr, "coloratura-features: %s: %s\n", argv[1], ct_status_string (status));
  return 1;
}
