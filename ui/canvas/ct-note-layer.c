/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-layer.h"

#include <gtk/gtk.h>

#include "ui/canvas/ct-note-blocks.h"
#include "ui/canvas/ct-note-looks.h"
#include "ui/canvas/ct-note-paint.h"
#include "ui/canvas/ct-note-raster.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-note-bends.h"
#include "ui/document/ct-note-diff.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-pixels.h"

#define UNCHANGED_ALPHA 0.45 /* in a preview */
#define REMOVED_RGB 0xb0b0b0
#define SAME_ZOOM 1e-7 /* relative: a smaller difference is rounding */

struct _CtNoteLayer
{
  CtLayer parent_instance;

  CtNoteBlocks *blocks; /* NULL: to be rebuilt */
  CtNoteLooks *looks;   /* of the score shown; NULL: to be rebuilt */
  CtNoteDiff *diff;     /* from the document to the preview; NULL: there is none, or it is to be rebuilt */
  CtNoteBends *bends;
  GPtrArray *numbers; /* PangoLayout of "1", "2" ... */
  CtPixels *picture;  /* of the notes, and that of the frame before */
  CtPixels *other_picture;
  CtGrid drawn; /* the grid that the blocks were drawn for */

  GArray *preview;       /* CtEditNote */
  GHashTable *previewed; /* KEY() of the ids that the preview replaces */
  CtView rubber;
  gboolean has_rubber;
};

G_DEFINE_FINAL_TYPE (CtNoteLayer, ct_note_layer, CT_TYPE_LAYER)

#define KEY(id) ((gpointer) (guintptr) (id))

static const CtEditScore *
score_shown (CtNoteLayer *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  const CtEditScore *preview = ct_session_get_preview (session);

  return preview ? preview : ct_document_get_score (ct_session_get_document (session));
}

static gboolean
is_previewed (CtNoteLayer *self, const CtEditNote *note)
{
  return self->preview->len > 0 && g_hash_table_contains (self->previewed, KEY (note->id));
}

static CtDisplay *
display_of (CtNoteLayer *self)
{
  return ct_session_get_display (ct_layer_get_session (CT_LAYER (self)));
}

/* How @note looks; NULL: it is not shown. */
static const CtNoteLook *
look_of (CtNoteLayer *self, const CtEditNote *note)
{
  return ct_note_looks_get (self->looks, note, display_of (self));
}

static PangoLayout *
number_layout (CtNoteLayer *self, guint number)
{
  while (self->numbers->len < number)
    {
      g_autofree char *text = g_strdup_printf ("%u", self->numbers->len + 1);
      PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      PangoAttrList *attrs = pango_attr_list_new ();

      pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_attr_list_insert (attrs, pango_attr_scale_new (PANGO_SCALE_X_SMALL));
      pango_layout_set_attributes (layout, attrs);
      pango_attr_list_unref (attrs);
      g_ptr_array_add (self->numbers, layout);
    }
  return g_ptr_array_index (self->numbers, number - 1);
}

static void
draw_bend (CtNoteLayer *self,
           GtkSnapshot *snapshot,
           const CtGrid *grid,
           const CtEditNote *note,
           const graphene_rect_t *bounds)
{
  CtDocument *document = ct_session_get_document (ct_layer_get_session (CT_LAYER (self)));
  const float *cents;
  gsize n;

  if (!ct_note_paint_has_bends (grid))
    return;
  cents = ct_note_bends_get (self->bends, ct_document_get_evidence (document), note, &n);
  if (cents)
    ct_note_paint_bend (snapshot, grid, bounds, cents, n);
}

static double
shown_alpha (CtNoteLayer *self, const CtEditNote *note, const CtNoteLook *look, gboolean changed)
{
  double alpha = ct_note_looks_get_alpha (look, note, display_of (self));

  if (self->diff)
    alpha = changed ? 1 : alpha * UNCHANGED_ALPHA;
  return alpha;
}

/* Draws what lies on the bar of @note, in world pixels. */
static void
draw_note (CtNoteLayer *self, GtkSnapshot *snapshot, const CtGrid *grid, const CtEditNote *note)
{
  const CtNoteLook *look = look_of (self, note);
  graphene_rect_t bounds;

  if (!look || note->uncertain || is_previewed (self, note))
    return;
  ct_note_paint_bounds (grid, note, &bounds);
  draw_bend (self, snapshot, grid, note, &bounds);
  if (ct_note_paint_has_labels (grid))
    ct_note_paint_label (snapshot, &bounds, number_layout (self, look->number));
}

static void
draw_block (CtNoteLayer *self, const CtGrid *grid, CtNoteBlock *block)
{
  const CtEditScore *score = score_shown (self);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -ct_grid_world_x (grid, block->start_s), 0));
  for (gsize i = block->first; i < MIN (block->first + block->n, score->n_notes); i++)
    draw_note (self, snapshot, grid, &score->notes[i]);
  block->node = gtk_snapshot_free_to_node (snapshot);
  block->drawn = TRUE;
}

static void
draw_blocks (CtNoteLayer *self, GtkSnapshot *snapshot, const CtGrid *grid, gsize first, gsize end)
{
  for (gsize i = first; i < end; i++)
    {
      CtNoteBlock *block = &self->blocks->blocks[i];

      if (!block->drawn)
        draw_block (self, grid, block);
      if (!block->node)
        continue;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT ((float) ct_grid_x (grid, block->start_s), (float) -grid->origin_y));
      gtk_snapshot_append_node (snapshot, block->node);
      gtk_snapshot_restore (snapshot);
    }
}

static gboolean
overlaps (const CtGrid *grid, const CtEditNote *note)
{
  return note->offset_s >= grid->view.start_s && note->onset_s <= grid->view.end_s;
}

/* Where @note is drawn in the widget. */
static void
visible_bounds (const CtGrid *grid, const CtEditNote *note, graphene_rect_t *bounds)
{
  ct_note_paint_bounds (grid, note, bounds);
  graphene_rect_offset (bounds, (float) -grid->origin_x, (float) -grid->origin_y);
}

static void
paint_note (CtNoteLayer *self, const CtGrid *grid, const CtEditNote *note, gboolean selected)
{
  const CtNoteLook *look = look_of (self, note);
  gboolean changed = self->diff && ct_note_diff_get (self->diff, note->id) != CT_NOTE_DIFF_NONE;
  graphene_rect_t bounds;

  if (!look)
    return;
  visible_bounds (grid, note, &bounds);
  if (selected)
    ct_note_raster_ring (self->picture, grid, &bounds);
  if (note->uncertain && !selected)
    ct_note_raster_ghost (self->picture, grid, &bounds, look->rgb);
  else
    ct_note_raster_bar (self->picture, grid, &bounds, look->rgb, shown_alpha (self, note, look, changed));
  if (note->edited && !note->uncertain)
    ct_note_raster_edited (self->picture, grid, &bounds);
  if (selected)
    ct_note_raster_handles (self->picture, grid, &bounds);
}

/* Outlines the notes that would change, whether their tracks are shown or not: what is counted is seen. */
static void
paint_marks (CtNoteLayer *self, const CtGrid *grid)
{
  guint n = 0;
  const CtNoteMark *marks = self->diff ? ct_note_diff_get_marks (self->diff, &n) : NULL;

  for (guint i = 0; i < n; i++)
    if (overlaps (grid, &marks[i].note))
      {
        graphene_rect_t bounds;

        visible_bounds (grid, &marks[i].note, &bounds);
        ct_note_raster_outline (self->picture, grid, &bounds,
                                marks[i].kind == CT_NOTE_DIFF_REMOVED ? REMOVED_RGB : 0xffffff);
      }
}

typedef enum
{
  PASS_UNHEARD,
  PASS_NOTES,
  PASS_UNCERTAIN,
  PASS_SELECTED,
  N_PASSES,
} Pass;

static gboolean
is_unheard (CtNoteLayer *self, const CtEditNote *note)
{
  const CtNoteLook *look = look_of (self, note);

  return look && !look->heard;
}

/* From the bottom up: those that are not heard, the others, uncertain ones, which would not be seen under a bar of
 * their pitch, selected ones. */
static void
paint_notes (CtNoteLayer *self, const CtGrid *grid, gsize first, gsize end)
{
  const CtEditScore *score = score_shown (self);
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  gboolean any_selected = ct_selection_get_n (ct_session_get_selection (session)) > 0,
           dims = ct_note_looks_any_unheard (self->looks);
  gboolean any_in[N_PASSES] = { TRUE };

  for (Pass pass = PASS_UNHEARD; pass < N_PASSES; pass++)
    for (gsize i = first * CT_NOTE_BLOCK_NOTES; any_in[pass] && i < MIN (end * CT_NOTE_BLOCK_NOTES, score->n_notes);
         i++)
      {
        const CtEditNote *note = &score->notes[i];
        gboolean selected = any_selected && ct_selection_contains (ct_session_get_selection (session), note->id);
        Pass own = selected                          ? PASS_SELECTED
                   : note->uncertain                 ? PASS_UNCERTAIN
                   : dims && is_unheard (self, note) ? PASS_UNHEARD
                                                     : PASS_NOTES;

        any_in[own] = TRUE;
        if (own == pass && overlaps (grid, note) && !is_previewed (self, note))
          paint_note (self, grid, note, selected);
      }
}

static void
paint_preview (CtNoteLayer *self, const CtGrid *grid)
{
  for (guint i = 0; i < self->preview->len; i++)
    {
      const CtEditNote *note = &g_array_index (self->preview, CtEditNote, i);
      const CtNoteLook *look = look_of (self, note);
      graphene_rect_t bounds;

      if (!overlaps (grid, note))
        continue;
      visible_bounds (grid, note, &bounds);
      if (note->uncertain)
        {
          ct_note_raster_ghost (self->picture, grid, &bounds, look ? look->rgb : 0xffffff);
          continue;
        }
      ct_note_raster_ring (self->picture, grid, &bounds);
      ct_note_raster_bar (self->picture, grid, &bounds, look ? look->rgb : 0xffffff, 1);
      ct_note_raster_handles (self->picture, grid, &bounds);
    }
}

/* The picture of the frame before may still be on screen: two take turns. */
static void
take_picture (CtNoteLayer *self, const CtGrid *grid)
{
  CtPixels *old = g_steal_pointer (&self->other_picture);

  self->other_picture = g_steal_pointer (&self->picture);
  if (old && ct_pixels_get_width (old) == (guint) (grid->width * grid->scale)
      && ct_pixels_get_height (old) == (guint) (grid->height * grid->scale))
    {
      ct_pixels_clear (old);
      self->picture = old;
      return;
    }
  ct_pixels_free (old);
  self->picture = ct_note_raster_new (grid);
}

static void
draw_rubber (CtNoteLayer *self, GtkSnapshot *snapshot, const CtGrid *grid)
{
  double x, y, end_x, end_y;

  if (!self->has_rubber)
    return;
  x = MAX (ct_grid_x (grid, self->rubber.start_s), -2);
  end_x = MIN (ct_grid_x (grid, self->rubber.end_s), grid->width + 2);
  y = MAX (ct_grid_y (grid, self->rubber.high_midi), -2);
  end_y = MIN (ct_grid_y (grid, self->rubber.low_midi), grid->height + 2);
  if (end_x >= x && end_y >= y)
    ct_note_paint_rubber (snapshot,
                          &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (end_x - x + 1), (float) (end_y - y + 1)));
}

static gboolean
differs (double a, double b)
{
  return ABS (a - b) > SAME_ZOOM * b;
}

/* Rebuilds what changes have made stale. */
static void
prepare (CtNoteLayer *self, const CtGrid *grid)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  const CtEditScore *preview = ct_session_get_preview (session);

  if (!self->looks)
    self->looks = ct_note_looks_new (score_shown (self));
  if (!self->diff && preview)
    self->diff = ct_note_diff_new (ct_document_get_score (ct_session_get_document (session)), preview);
  if (!self->blocks)
    self->blocks = ct_note_blocks_new (score_shown (self));
  if (differs (self->drawn.x_per_s, grid->x_per_s) || differs (self->drawn.y_per_midi, grid->y_per_midi)
      || self->drawn.scale != grid->scale)
    {
      ct_note_blocks_forget (self->blocks);
      self->drawn = *grid;
    }
}

static void
ct_note_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtNoteLayer *self = CT_NOTE_LAYER (widget);
  gsize first, end;
  CtGrid grid;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return;
  prepare (self, &grid);
  first = ct_note_blocks_find (self->blocks, grid.view.start_s, grid.view.end_s, &end);
  take_picture (self, &grid);
  paint_notes (self, &grid, first, end);
  paint_marks (self, &grid);
  paint_preview (self, &grid);
  ct_pixels_append (self->picture, widget, snapshot,
                    &GRAPHENE_RECT_INIT (0, 0, (float) grid.width, (float) grid.height));
  if (ct_note_paint_has_bends (&grid) || ct_note_paint_has_labels (&grid))
    draw_blocks (self, snapshot, &grid, first, end);
  draw_rubber (self, snapshot, &grid);
}

static void
ct_note_layer_changed (CtLayer *layer, guint changes)
{
  CtNoteLayer *self = CT_NOTE_LAYER (layer);

  if (changes & CT_LAYER_SESSION)
    {
      ct_note_layer_set_preview (self, NULL, 0);
      ct_note_layer_set_rubber (self, NULL);
    }
  if (changes & (CT_LAYER_SESSION | CT_LAYER_RECORDING | CT_LAYER_NOTES))
    ct_note_bends_clear (self->bends);
  if (changes & (CT_LAYER_SESSION | CT_LAYER_NOTES | CT_LAYER_TRACKS | CT_LAYER_PREVIEW))
    {
      g_clear_pointer (&self->looks, ct_note_looks_free);
      g_clear_pointer (&self->diff, ct_note_diff_free);
      g_clear_pointer (&self->blocks, ct_note_blocks_free);
    }
  if (changes & (CT_LAYER_DISPLAY | CT_LAYER_RECORDING) && self->blocks)
    ct_note_blocks_forget (self->blocks);
}

/* Forgets the blocks whose notes the preview replaces: to be called before and after it changes. */
static void
forget_previewed (CtNoteLayer *self)
{
  const CtEditScore *score;

  if (!self->blocks || g_hash_table_size (self->previewed) == 0)
    return;
  score = score_shown (self);
  for (gsize i = 0; i < score->n_notes; i++)
    if (g_hash_table_contains (self->previewed, KEY (score->notes[i].id)))
      ct_note_blocks_forget_note (self->blocks, i);
}

static gboolean
replaces_same (CtNoteLayer *self, const CtEditNote *notes, guint n)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    if (notes[i].id != 0 && !g_hash_table_contains (self->previewed, KEY (notes[i].id)))
      return FALSE;
    else
      found += notes[i].id != 0;
  return found == g_hash_table_size (self->previewed);
}

void
ct_note_layer_set_preview (CtNoteLayer *self, const CtEditNote *notes, guint n)
{
  g_return_if_fail (CT_IS_NOTE_LAYER (self));
  if (n == 0 && self->preview->len == 0)
    return;
  if (!replaces_same (self, notes, n))
    {
      forget_previewed (self);
      g_hash_table_remove_all (self->previewed);
      for (guint i = 0; i < n; i++)
        if (notes[i].id != 0)
          g_hash_table_add (self->previewed, KEY (notes[i].id));
      forget_previewed (self);
    }
  g_array_set_size (self->preview, 0);
  if (n > 0)
    g_array_append_vals (self->preview, notes, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ct_note_layer_set_rubber (CtNoteLayer *self, const CtView *box)
{
  g_return_if_fail (CT_IS_NOTE_LAYER (self));
  if (!box && !self->has_rubber)
    return;
  self->has_rubber = box != NULL;
  if (box)
    self->rubber = *box;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ct_note_layer_bounds (const CtView *view, double width, double height, const CtEditNote *note, graphene_rect_t *bounds)
{
  CtGrid grid;

  ct_grid_init (&grid, view, width, height, 1);
  ct_note_paint_bounds (&grid, note, bounds);
  graphene_rect_offset (bounds, (float) -grid.origin_x, (float) -grid.origin_y);
}

static void
ct_note_layer_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  CtNoteLayer *self = CT_NOTE_LAYER (widget);

  g_ptr_array_set_size (self->numbers, 0);
  if (self->blocks)
    ct_note_blocks_forget (self->blocks);
  GTK_WIDGET_CLASS (ct_note_layer_parent_class)->system_setting_changed (widget, setting);
}

static void
ct_note_layer_finalize (GObject *object)
{
  CtNoteLayer *self = CT_NOTE_LAYER (object);

  g_clear_pointer (&self->looks, ct_note_looks_free);
  g_clear_pointer (&self->diff, ct_note_diff_free);
  g_clear_pointer (&self->blocks, ct_note_blocks_free);
  ct_pixels_free (self->picture);
  ct_pixels_free (self->other_picture);
  ct_note_bends_free (self->bends);
  g_ptr_array_unref (self->numbers);
  g_array_unref (self->preview);
  g_hash_table_unref (self->previewed);
  G_OBJECT_CLASS (ct_note_layer_parent_class)->finalize (object);
}

static void
ct_note_layer_class_init (CtNoteLayerClass *klass)
{
  CtLayerClass *layer_class = CT_LAYER_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ct_note_layer_finalize;
  widget_class->snapshot = ct_note_layer_snapshot;
  widget_class->system_setting_changed = ct_note_layer_system_setting_changed;
  layer_class->changed = ct_note_layer_changed;
  layer_class->redraws = CT_LAYER_VIEW | CT_LAYER_SELECTION | CT_LAYER_DISPLAY | CT_LAYER_PREVIEW | CT_LAYER_NOTES
                         | CT_LAYER_TRACKS | CT_LAYER_RECORDING;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ct_note_layer_init (CtNoteLayer *self)
{
  self->bends = ct_note_bends_new ();
  self->numbers = g_ptr_array_new_with_free_func (g_object_unref);
  self->preview = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  self->previewed = g_hash_table_new (NULL, NULL);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ct_note_layer_new (void)
{
  return g_object_new (CT_TYPE_NOTE_LAYER, NULL);
}
