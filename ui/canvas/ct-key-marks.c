/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-key-marks.h"

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "ui/canvas/ct-key-place.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-harmony-text.h"
#include "ui/session/ct-pitch-text.h"

#define PADDING_PX 4.0
#define TICK_WIDTH 2.0f
#define TICK_HEIGHT 5.0f

struct _CtKeyMarks
{
  CtKeyPlace *places;
  char **texts; /* of each place */
  gsize n;
  double height; /* of the ruler */
  GdkRGBA ground, color;
};

gboolean
ct_key_marks_has_bars (CtSession *session)
{
  return ct_session_get_tempo_map (session) && ct_display_get_show_bars (ct_session_get_display (session));
}

static double
text_px (PangoLayout *layout, const char *text)
{
  int width;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* How much room the number of the bar that begins at @x takes. */
static double
number_px (PangoLayout *layout, const CtGrid *grid, const CtBeatLine *lines, gsize n_lines, double x)
{
  for (gsize i = 0; i < n_lines; i++)
    if (lines[i].beat == 1 && ABS (ct_grid_x (grid, lines[i].time_s) - x) < 1)
      {
        g_autofree char *text = ct_beat_lines_dup_bar (lines[i].bar);

        return CT_KEY_PLACE_GAP_PX + text_px (layout, text);
      }
  return 0;
}

static char *
dup_text (CtLayer *ruler, const CtKey *key)
{
  CtKey heard = ct_key_transpose (key, ct_layer_get_semitones (ruler));
  CtPitchNaming naming;

  ct_pitch_text_get_naming (ct_layer_get_session (ruler), &naming);
  return ct_harmony_text_dup_key (naming.names, &heard);
}

CtKeyMarks *
ct_key_marks_new (CtLayer *ruler, PangoLayout *layout, const CtGrid *grid, const CtBeatLine *lines, gsize n_lines)
{
  CtDocument *document = ct_session_get_document (ct_layer_get_session (ruler));
  const CtHarmony *harmony = ct_document_get_harmony (document);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (ruler));
  CtKeyMarks *self = g_new0 (CtKeyMarks, 1);

  self->places = g_new0 (CtKeyPlace, harmony->n_keys);
  self->texts = g_new0 (char *, harmony->n_keys + 1);
  self->height = grid->height;
  self->ground = (GdkRGBA){ 0.2f, 0.4f, 0.8f, 1 };
  self->color = (GdkRGBA){ 1, 1, 1, 1 };
  gtk_style_context_lookup_color (style, "accent_bg_color", &self->ground);
  gtk_style_context_lookup_color (style, "accent_fg_color", &self->color);
  /* the first key is no change; the button of the key tells of it */
  for (gsize i = 1; i < harmony->n_keys; i++)
    {
      const CtKeyChange *change = &harmony->keys[i];
      double x = ct_grid_x (grid, change->time_s);

      /* one that began just before what is seen would show its end only */
      if (x < -1 || x > grid->width || ct_key_equal (&change->key, &harmony->keys[i - 1].key))
        continue;
      self->texts[self->n] = dup_text (ruler, &change->key);
      self->places[self->n].at_x = x;
      self->places[self->n].width = text_px (layout, self->texts[self->n]) + 2 * PADDING_PX;
      self->places[self->n++].number_px = number_px (layout, grid, lines, n_lines, x);
    }
  /* where the song goes on, what is cut is seen whole further on */
  ct_key_place_all (self->places, self->n,
                    grid->view.end_s < ct_document_get_duration_s (document) ? G_MAXDOUBLE : grid->width);
  return self;
}

void
ct_key_marks_free (CtKeyMarks *self)
{
  g_strfreev (self->texts);
  g_free (self->places);
  g_free (self);
}

gboolean
ct_key_marks_is_clear (const CtKeyMarks *self, double at_x, double end_x)
{
  return ct_key_place_is_clear (self->places, self->n, at_x, end_x);
}

static void
draw_words (const CtKeyMarks *self,
            GtkSnapshot *snapshot,
            PangoLayout *layout,
            const CtKeyPlace *place,
            const char *text)
{
  GskRoundedRect frame;
  int height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gsk_rounded_rect_init_from_rect (
      &frame,
      &GRAPHENE_RECT_INIT ((float) place->x, 1, (float) place->width, (float) (MIN (height + 1, self->height - 2))), 3);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &self->ground, &frame.bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (place->x + PADDING_PX),
                                                          1 + (frame.bounds.size.height - (float) height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &self->color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

/* On the words that leave it no room, or on the ruler: it is seen on both. */
static void
draw_tick (const CtKeyMarks *self, GtkSnapshot *snapshot, double x)
{
  const GdkRGBA *color = ct_key_place_over (self->places, self->n, x) ? &self->color : &self->ground;

  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) self->height - TICK_HEIGHT - 1, TICK_WIDTH,
                                                  TICK_HEIGHT));
}

void
ct_key_marks_draw (const CtKeyMarks *self, GtkSnapshot *snapshot, PangoLayout *layout)
{
  for (gsize i = 0; i < self->n; i++)
    if (self->places[i].shown)
      draw_words (self, snapshot, layout, &self->places[i], self->texts[i]);
  for (gsize i = 0; i < self->n; i++)
    if (!self->places[i].shown)
      draw_tick (self, snapshot, self->places[i].at_x);
}
