/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-pitch-text.h"

#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/support/ct-value-text.h"

/* The first of the user's languages, as translations of the program follow it. */
static const char *
user_locale (void)
{
  return g_get_language_names ()[0];
}

void
ct_pitch_text_get_naming (CtSession *session, CtPitchNaming *naming)
{
  CtDisplay *display = ct_session_get_display (session);

  naming->spelling = ct_display_get_spelling (display);
  switch (ct_display_get_note_names (display))
    {
    case CT_NAME_NOTES_LETTERS:
      naming->names = CT_NOTE_NAMES_LETTERS;
      break;
    case CT_NAME_NOTES_GERMAN:
      naming->names = CT_NOTE_NAMES_GERMAN;
      break;
    case CT_NAME_NOTES_SOLFEGE:
      naming->names = ct_note_names_solfege_of_locale (user_locale ());
      break;
    case CT_NAME_NOTES_AUTOMATIC:
    case CT_NAME_NOTES_NUMBERS:
    default:
      naming->names = ct_note_names_of_locale (user_locale ());
    }
}

char *
ct_pitch_text_dup (CtSession *session, int midi, double time_s)
{
  CtKey key = ct_document_get_key_at (ct_session_get_document (session), time_s);
  CtPitchNaming naming;

  ct_pitch_text_get_naming (session, &naming);
  return ct_value_text_dup_pitch (&naming, &key, midi);
}

char *
ct_pitch_text_dup_spoken (CtSession *session, int midi, double time_s)
{
  /* Translators: pitches for a screen reader; the name of a note without its accidental, and its octave */
  static const char *const formats[] = { N_ ("%s double flat %d"), N_ ("%s flat %d"), "%s%d", N_ ("%s sharp %d"),
                                         N_ ("%s double sharp %d") };
  CtKey key = ct_document_get_key_at (ct_session_get_document (session), time_s);
  CtPitchNaming naming;
  CtSpelling spelling;

  ct_pitch_text_get_naming (session, &naming);
  spelling = ct_key_spell (&key, naming.spelling, midi);
  /* the German ones are words */
  if (naming.names == CT_NOTE_NAMES_GERMAN || spelling.alter == 0)
    return ct_value_text_dup_pitch (&naming, &key, midi);
  return g_strdup_printf (_ (formats[spelling.alter + 2]), ct_note_names_step (naming.names, spelling.step),
                          spelling.octave);
}

static gboolean
is_white (int midi)
{
  return !(1 << midi % 12 & (1 << 1 | 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10));
}

CtKey
ct_pitch_text_axis_key (CtSession *session)
{
  const CtView *view = ct_session_get_view (session);
  double time_s = ct_session_get_playhead_s (session);

  if (time_s < view->start_s || time_s > view->end_s)
    time_s = view->start_s;
  return ct_document_get_key_at (ct_session_get_document (session), time_s);
}

static gboolean
has_numbers (CtSession *session)
{
  return ct_display_get_note_names (ct_session_get_display (session)) == CT_NAME_NOTES_NUMBERS;
}

char *
ct_pitch_text_dup_row (CtSession *session, const CtKey *key, int midi, int *dots)
{
  static const CtKey c_major = { 0, false };
  CtScaleDegree degree = ct_key_degree (key, midi);
  CtPitchNaming naming;
  char name[CT_PITCH_NAME_SIZE];

  *dots = has_numbers (session) ? degree.octave : 0;
  if (has_numbers (session))
    {
      ct_scale_degree_name (&degree, CT_ACCIDENTAL_SIGNS, name);
      return g_strdup (name);
    }
  ct_pitch_text_get_naming (session, &naming);
  return ct_value_text_dup_pitch (&naming, is_white (midi) && degree.alter != 0 ? &c_major : key, midi);
}

gboolean
ct_pitch_text_begins_octave (CtSession *session, const CtKey *key, int midi)
{
  return midi % 12 == (has_numbers (session) ? (7 * key->fifths + 84) % 12 : 0);
}
