/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-list.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-track-item.h"
#include "ui/tracks/ct-track-row.h"

struct _CtTrackList
{
  GtkWidget parent_instance;

  CtSession *session;
  GListStore *items; /* CtTrackItem, in the order shown */
  GtkMultiSelection *selection;
  gboolean syncing;
  guint32 rename; /* the track to rename as soon as it has a row */

  GtkWidget *empty; /* shown instead of the list */
  GtkWidget *scrolled;
  GtkWidget *list;
};

enum
{
  CHANGED,
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtTrackList, ct_track_list, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtTrackList *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

static guint32
item_id (CtTrackList *self, guint place)
{
  g_autoptr (CtTrackItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), place);

  return ct_track_item_get_id (item);
}

static guint
n_items (CtTrackList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

static int
find_item (CtTrackList *self, guint32 id)
{
  for (guint i = 0; i < n_items (self); i++)
    if (item_id (self, i) == id)
      return (int) i;
  return -1;
}

/* ---- the selected rows ---- */

static guint32 *
dup_selected_rows (CtTrackList *self, guint *n)
{
  guint32 *ids = g_new (guint32, n_items (self) + 1);

  *n = 0;
  for (guint i = 0; i < n_items (self); i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      ids[(*n)++] = item_id (self, i);
  return ids;
}

guint32 *
ct_track_list_dup_selected (CtTrackList *self, guint *n)
{
  guint32 *ids;

  g_return_val_if_fail (CT_IS_TRACK_LIST (self), NULL);
  ids = dup_selected_rows (self, n);
  if (*n == 0 && self->session && ct_session_get_current_track (self->session))
    {
      ids = g_renew (guint32, ids, 1);
      ids[(*n)++] = ct_session_get_current_track (self->session);
    }
  return ids;
}

static void
select_rows (CtTrackList *self, const guint32 *tracks, guint n)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty (), mask = gtk_bitset_new_range (0, n_items (self));

  for (guint i = 0; i < n; i++)
    {
      int place = find_item (self, tracks[i]);

      if (place >= 0)
        gtk_bitset_add (selected, (guint) place);
    }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, mask);
}

void
ct_track_list_select (CtTrackList *self, const guint32 *tracks, guint n)
{
  int place;

  g_return_if_fail (CT_IS_TRACK_LIST (self));
  select_rows (self, tracks, n);
  place = n > 0 ? find_item (self, tracks[0]) : -1;
  if (place >= 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", (guint) place);
}

static void
on_rows_selected (CtTrackList *self)
{
  g_autofree guint32 *ids = NULL;
  guint n;

  if (self->syncing || !self->session)
    return;
  ids = dup_selected_rows (self, &n);
  if (n == 1)
    ct_session_set_current_track (self->session, ids[0]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Selects the session's current track alone, unless it is selected already. */
static void
follow_current (CtTrackList *self)
{
  guint32 current = self->session ? ct_session_get_current_track (self->session) : 0;
  int place = find_item (self, current);

  if (place >= 0 && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), (guint) place))
    ct_track_list_select (self, &current, 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- from the document ---- */

static CtTrackItem *
dup_item (CtTrackList *self, guint32 id)
{
  int place = find_item (self, id);

  return place >= 0 ? g_list_model_get_item (G_LIST_MODEL (self->items), (guint) place) : ct_track_item_new (id);
}

/* Updates the list to the tracks of @score with as few changes as possible, so that it does not scroll. */
static void
sync_items (CtTrackList *self, const CtEditScore *score)
{
  guint n_new = score ? (guint) score->n_tracks : 0, n_old = n_items (self), first = 0, last = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (first < MIN (n_new, n_old) && item_id (self, first) == score->tracks[first].id)
    first++;
  while (last < MIN (n_new, n_old) - first && item_id (self, n_old - 1 - last) == score->tracks[n_new - 1 - last].id)
    last++;
  if (first + last == n_new && n_new == n_old)
    return;
  for (guint i = first; i < n_new - last; i++)
    g_ptr_array_add (added, dup_item (self, score->tracks[i].id));
  g_list_store_splice (self->items, first, n_old - last - first, added->pdata, added->len);
}

static void
update_items (CtTrackList *self, const CtEditScore *score)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autofree guint *counts = g_new0 (guint, score->n_tracks + 1);

  for (gsize i = 0; i < score->n_tracks; i++)
    g_hash_table_insert (places, GUINT_TO_POINTER (score->tracks[i].id), GUINT_TO_POINTER (i));
  for (gsize i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain)
      counts[GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (score->notes[i].track)))]++;
  for (guint i = 0; i < score->n_tracks; i++)
    {
      g_autoptr (CtTrackItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      ct_track_item_update (item, &score->tracks[i], i, counts[i]);
    }
}

static void
sync_rows (CtTrackList *self)
{
  const CtEditScore *score = self->session ? ct_document_get_score (get_document (self)) : NULL;
  g_autofree guint32 *selected = NULL;
  guint n;

  self->syncing = TRUE;
  selected = dup_selected_rows (self, &n);
  sync_items (self, score);
  if (score)
    update_items (self, score);
  select_rows (self, selected, n);
  self->syncing = FALSE;
  gtk_widget_set_visible (self->empty, n_items (self) == 0);
  gtk_widget_set_visible (self->scrolled, n_items (self) > 0);
  g_free (selected);
  selected = dup_selected_rows (self, &n);
  if (n == 0)
    follow_current (self);
  else
    on_rows_selected (self);
}

CtSession *
ct_track_list_get_session (CtTrackList *self)
{
  g_return_val_if_fail (CT_IS_TRACK_LIST (self), NULL);
  return self->session;
}

static void
forget_session (CtTrackList *self)
{
  if (!self->session)
    return;
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

void
ct_track_list_set_session (CtTrackList *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TRACK_LIST (self));
  if (self->session == session)
    return;
  forget_session (self);
  /* rows keep a reference to the document */
  g_list_store_remove_all (self->items);
  if (session)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (get_document (self), "changed", G_CALLBACK (sync_rows), self);
      g_signal_connect_swapped (session, "notify::current-track", G_CALLBACK (follow_current), self);
    }
  sync_rows (self);
}

void
ct_track_list_focus (CtTrackList *self)
{
  g_return_if_fail (CT_IS_TRACK_LIST (self));
  gtk_widget_grab_focus (self->list);
}

/* ---- rows ---- */

/* The row of @track, if it has one (lists make rows for visible items). */
static CtTrackRow *
find_row (CtTrackList *self, guint32 track)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      CtTrackItem *item = CT_IS_TRACK_ROW (row) ? ct_track_row_get_item (CT_TRACK_ROW (row)) : NULL;

      if (item && ct_track_item_get_id (item) == track)
        return CT_TRACK_ROW (row);
    }
  return NULL;
}

static gboolean
start_rename (gpointer data)
{
  CtTrackList *self = data;
  CtTrackRow *row = find_row (self, self->rename);

  if (row)
    ct_track_row_rename (row);
  return G_SOURCE_REMOVE;
}

void
ct_track_list_rename (CtTrackList *self, guint32 track)
{
  ct_track_list_select (self, &track, 1);
  self->rename = track;
  /* when the row exists, and the click or key that led here has moved the focus */
  g_idle_add_full (G_PRIORITY_LOW, start_rename, g_object_ref (self), g_object_unref);
}

static void
on_activate (CtTrackList *self, guint place)
{
  ct_track_list_rename (self, item_id (self, place));
}

static void
on_row_drop (CtTrackList *self, CtTrackItem *dropped, gboolean below, CtTrackRow *row)
{
  guint32 id = ct_track_item_get_id (dropped), target = ct_track_item_get_id (ct_track_row_get_item (row));
  g_autofree guint32 *ids = NULL;
  guint n, place = 0;
  gboolean among = FALSE;

  if (find_item (self, id) < 0)
    return; /* from another window */
  ids = dup_selected_rows (self, &n);
  for (guint i = 0; i < n; i++)
    among = among || ids[i] == id;
  if (!among)
    {
      ids = g_renew (guint32, ids, 1);
      ids[0] = id;
      n = 1;
    }
  for (guint i = 0; i < n_items (self); i++)
    {
      gboolean moved = FALSE;

      if (item_id (self, i) == target && !below)
        break;
      for (guint j = 0; j < n; j++)
        moved = moved || ids[j] == item_id (self, i);
      place += !moved;
      if (item_id (self, i) == target)
        break;
    }
  ct_track_edits_reorder (get_document (self), ids, n, (int) place);
}

/* Asks for the menu at a place in @row. */
static void
ask_for_menu (CtTrackList *self, CtTrackRow *row, double x, double y)
{
  double menu_x, menu_y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (row), GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    g_signal_emit (self, signals[MENU], 0, menu_x, menu_y);
}

static void
on_row_menu (CtTrackList *self, double x, double y, CtTrackRow *row)
{
  guint32 id = ct_track_item_get_id (ct_track_row_get_item (row));

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), (guint) find_item (self, id)))
    select_rows (self, &id, 1);
  ask_for_menu (self, row, x, y);
}

void
ct_track_list_open_menu (CtTrackList *self)
{
  guint n;
  g_autofree guint32 *ids = ct_track_list_dup_selected (self, &n);
  CtTrackRow *row = n > 0 ? find_row (self, ids[0]) : NULL;

  if (row)
    ask_for_menu (self, row, 12, gtk_widget_get_height (GTK_WIDGET (row)) / 2.0);
}

static void
on_setup (CtTrackList *self, GtkListItem *list_item)
{
  GtkWidget *row = ct_track_row_new ();

  g_signal_connect_object (row, "drop", G_CALLBACK (on_row_drop), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "menu", G_CALLBACK (on_row_menu), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind (CtTrackList *self, GtkListItem *list_item)
{
  ct_track_row_bind (CT_TRACK_ROW (gtk_list_item_get_child (list_item)), get_document (self),
                     gtk_list_item_get_item (list_item));
}

static void
on_unbind (CtTrackList *self, GtkListItem *list_item)
{
  ct_track_row_bind (CT_TRACK_ROW (gtk_list_item_get_child (list_item)), NULL, NULL);
}

/* ---- construction ---- */

static void
ct_track_list_dispose (GObject *object)
{
  CtTrackList *self = CT_TRACK_LIST (object);

  forget_session (self);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (ct_track_list_parent_class)->dispose (object);
}

static void
ct_track_list_class_init (CtTrackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_track_list_dispose;
  signals[CHANGED] = g_signal_new ("changed", CT_TYPE_TRACK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   0);
  signals[MENU] = g_signal_new ("menu", CT_TYPE_TRACK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
make_list (CtTrackList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->items = g_list_store_new (CT_TYPE_TRACK_ITEM);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_rows_selected), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->list), TRUE);
  gtk_list_view_set_enable_rubberband (GTK_LIST_VIEW (self->list), FALSE);
  gtk_widget_add_css_class (self->list, "tracks");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tracks"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

static void
ct_track_list_init (CtTrackList *self)
{
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  self->empty = gtk_label_new (_ ("No tracks yet"));
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  make_list (self);
  sync_rows (self);
}

GtkWidget *
ct_track_list_new (void)
{
  return g_object_new (CT_TYPE_TRACK_LIST, NULL);
}
