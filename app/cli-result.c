/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-result.h"

#include <stdlib.h>

#include "app/cli-names.h"
#include "app/cli-outputs.h"
#include "core/jianpu/ct-jianpu.h"
#include "core/midi/ct-chord-csv.h"
#include "core/midi/ct-midi-file.h"
#include "core/midi/ct-note-csv.h"
#include "core/midi/ct-score-json.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"

static CtStatus
write_midi (const CliOptions *asked, const CtScore *score, const CtAnalysis *analysis, const char *path)
{
  CtMidiFileOptions options = { .pitch_bends = asked->bends, .from_bar = asked->quantised };

  return ct_midi_file_write (score, analysis->spectrogram, analysis->start_s, &options, path);
}

static CtStatus
write_json (const CtScore *score, const CtAnalysis *analysis, const char *input, const char *path)
{
  CtScoreJsonOptions options = { .software = "Coloratura " CT_VERSION, .recording = input };

  options.start_s = analysis->start_s;
  options.duration_s = analysis->duration_s;
  options.one_line = cli_outputs_is_stream (path);
  return ct_score_json_write (score, &options, path);
}

/* Notes that are on a grid stay there. */
static CtStatus
make_notation (const CliOptions *asked, const CtScore *score, CliFile kind, CtNotation **piece)
{
  CtNotationOptions options;

  ct_notation_options_init (&options);
  options.keys = score->harmony.keys;
  options.n_keys = score->harmony.n_keys;
  if (asked->quantised)
    options.grid = asked->quantise.grid;
  /* numbers name pitches */
  options.percussion = kind == CLI_FILE_MUSICXML;
  return ct_notation_new (score, &options, piece);
}

static CtStatus
write_musicxml (const CliOptions *asked,
                const CtScore *score,
                const CtNotation *piece,
                const char *title,
                const char *path)
{
  CtMusicXmlOptions options = { .software = "Coloratura " CT_VERSION, .transposed = asked->transposed };

  options.title = title;
  options.chords = score->harmony.chords;
  options.n_chords = score->harmony.n_chords;
  return ct_musicxml_write (piece, &options, path);
}

static CtStatus
write_jianpu (const CtScore *score, const CtNotation *piece, const char *title, const char *path)
{
  CtJianpuOptions options;
  CtJianpu *pages = NULL;
  CtStatus status;

  ct_jianpu_options_init (&options);
  options.title = title;
  options.chords = score->harmony.chords;
  options.n_chords = score->harmony.n_chords;
  status = ct_jianpu_new (piece, &options, &pages);
  if (status == CT_STATUS_OK)
    status = ct_jianpu_write (pages, path);
  ct_jianpu_free (pages);
  return status;
}

static CtStatus
write_music (const CliOptions *asked, const CtScore *score, const char *input, CliFile kind, const char *path)
{
  CtNotation *piece = NULL;
  char *title = cli_names_dup_title (input);
  CtStatus status = title ? make_notation (asked, score, kind, &piece) : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    status = kind == CLI_FILE_JIANPU ? write_jianpu (score, piece, title, path)
                                     : write_musicxml (asked, score, piece, title, path);
  ct_notation_free (piece);
  free (title);
  return status;
}

CtStatus
cli_result_write (const CliOptions *asked,
                  const CtScore *score,
                  const CtAnalysis *analysis,
                  const char *input,
                  CliFile kind,
                  const char *path)
{
  switch (kind)
    {
    case CLI_FILE_NOTES:
      return ct_note_csv_write (score, asked->note_names ? &asked->naming : NULL, path);
    case CLI_FILE_CHORDS:
      return ct_chord_csv_write (score, path);
    case CLI_FILE_JSON:
      return write_json (score, analysis, input, path);
    case CLI_FILE_MUSICXML:
    case CLI_FILE_JIANPU:
      return write_music (asked, score, input, kind, path);
    case CLI_FILE_MIDI:
    default:
      return write_midi (asked, score, analysis, path);
    }
}
