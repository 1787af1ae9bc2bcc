/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/music-text.h"

#include <glib.h>

static void
append_event (GString *text, const CtNotation *piece, const CtNotationEvent *event)
{
  const CtNotationPitch *pitches = ct_notation_pitches (piece, event);

  if (text->len > 0 && !g_str_has_suffix (text->str, "| "))
    g_string_append_c (text, ' ');
  if (event->whole_bar)
    {
      g_string_append_c (text, 'R');
      return;
    }
  if (event->n_pitches == 0)
    g_string_append_c (text, 'r');
  for (size_t i = 0; i < event->n_pitches; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "+" : "", pitches[i].midi);
  g_string_append_printf (text, "/%d", 1 << event->value);
  for (int i = 0; i < event->dots; i++)
    g_string_append_c (text, '.');
  if (event->actual > 1)
    g_string_append_printf (text, "t%d", event->actual);
  if (event->n_pitches > 0 && pitches[0].tied_to)
    g_string_append_c (text, '~');
}

/* A voice; "-" for a bar where it is not. */
static char *
dup_voice (const CtNotation *piece, size_t staff, size_t voice)
{
  GString *text = g_string_new (NULL);
  size_t n_bars;

  ct_notation_bars (piece, &n_bars);
  for (size_t bar = 0; bar < n_bars; bar++)
    {
      size_t n;
      const CtNotationEvent *events = ct_notation_events (piece, 0, staff, bar, voice, &n);

      if (bar > 0)
        g_string_append (text, " | ");
      if (n == 0)
        g_string_append (text, "-");
      for (size_t i = 0; i < n; i++)
        append_event (text, piece, &events[i]);
    }
  return g_string_free (text, FALSE);
}

void
assert_music (const CtNotation *piece, size_t staff, size_t voice, const char *expected)
{
  g_autofree char *text = dup_voice (piece, staff, voice);

  g_assert_cmpstr (text, ==, expected);
}
