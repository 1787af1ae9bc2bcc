/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/score/ct-score-preview.h"

#include <glib/gi18n.h>
#include <math.h>

#define PX_PER_PT (96.0 / 72)
#define MARGIN_PX 12

enum
{
  PROP_PAGE = 1,
  PROP_ZOOM,
  N_PROPS,
};

struct _CtScorePreview
{
  GtkWidget parent_instance;

  CtScorePages *pages; /* or NULL */
  guint page;
  double zoom;
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtScorePreview, ct_score_preview, GTK_TYPE_WIDGET)

/* Of the page; 0: there is none. */
static void
get_size (CtScorePreview *self, double *width_px, double *height_px)
{
  *width_px = *height_px = 0;
  if (!self->pages)
    return;
  ct_score_pages_get_size (self->pages, width_px, height_px);
  *width_px = round (*width_px * PX_PER_PT * self->zoom);
  *height_px = round (*height_px * PX_PER_PT * self->zoom);
}

static void
update_label (CtScorePreview *self)
{
  g_autofree char *label = NULL;

  if (self->pages)
    /* Translators: for a screen reader; the number of a page, and how many there are */
    label = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, ct_score_pages_get_n (self->pages));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label ? label : "", -1);
}

void
ct_score_preview_set_pages (CtScorePreview *self, CtScorePages *pages)
{
  g_return_if_fail (CT_IS_SCORE_PREVIEW (self));
  if (!g_set_object (&self->pages, pages))
    return;
  ct_score_preview_set_page (self, (int) self->page);
  update_label (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
ct_score_preview_get_page (CtScorePreview *self)
{
  g_return_val_if_fail (CT_IS_SCORE_PREVIEW (self), 0);
  return self->page;
}

void
ct_score_preview_set_page (CtScorePreview *self, int page)
{
  guint last;

  g_return_if_fail (CT_IS_SCORE_PREVIEW (self));
  last = self->pages ? ct_score_pages_get_n (self->pages) - 1 : 0;
  self->page = MIN ((guint) MAX (page, 0), last);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAGE]);
}

double
ct_score_preview_get_zoom (CtScorePreview *self)
{
  g_return_val_if_fail (CT_IS_SCORE_PREVIEW (self), 1);
  return self->zoom;
}

void
ct_score_preview_set_zoom (CtScorePreview *self, double zoom)
{
  g_return_if_fail (CT_IS_SCORE_PREVIEW (self));
  self->zoom = CLAMP (zoom, CT_SCORE_PREVIEW_MIN_ZOOM, CT_SCORE_PREVIEW_MAX_ZOOM);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

static void
ct_score_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtScorePreview *self = CT_SCORE_PREVIEW (widget);
  double width, height;
  graphene_rect_t paper;
  cairo_t *cr;

  get_size (self, &width, &height);
  if (width <= 0)
    return;
  paper = GRAPHENE_RECT_INIT ((float) MAX (floor ((gtk_widget_get_width (widget) - width) / 2), MARGIN_PX), MARGIN_PX,
                              (float) width, (float) height);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 }, &paper); /* paper is white in the dark, too */
  cr = gtk_snapshot_append_cairo (snapshot, &paper);
  cairo_translate (cr, paper.origin.x, paper.origin.y);
  cairo_scale (cr, PX_PER_PT * self->zoom, PX_PER_PT * self->zoom);
  ct_score_pages_draw (self->pages, self->page, cr);
  cairo_destroy (cr);
}

static void
ct_score_preview_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  double width, height;

  get_size (CT_SCORE_PREVIEW (widget), &width, &height);
  *minimum = *natural = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height) + 2 * MARGIN_PX;
}

static void
ct_score_preview_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtScorePreview *self = CT_SCORE_PREVIEW (object);

  if (id == PROP_PAGE)
    g_value_set_uint (value, self->page);
  else if (id == PROP_ZOOM)
    g_value_set_double (value, self->zoom);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_score_preview_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtScorePreview *self = CT_SCORE_PREVIEW (object);

  if (id == PROP_PAGE)
    ct_score_preview_set_page (self, (int) g_value_get_uint (value));
  else if (id == PROP_ZOOM)
    ct_score_preview_set_zoom (self, g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_score_preview_dispose (GObject *object)
{
  g_clear_object (&CT_SCORE_PREVIEW (object)->pages);
  G_OBJECT_CLASS (ct_score_preview_parent_class)->dispose (object);
}

static void
ct_score_preview_class_init (CtScorePreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ct_score_preview_get_property;
  object_class->set_property = ct_score_preview_set_property;
  object_class->dispose = ct_score_preview_dispose;
  widget_class->snapshot = ct_score_preview_snapshot;
  widget_class->measure = ct_score_preview_measure;
  gtk_widget_class_set_css_name (widget_class, "scorepreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  props[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, CT_SCORE_PREVIEW_MIN_ZOOM, CT_SCORE_PREVIEW_MAX_ZOOM, 1,
                                          flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_score_preview_init (CtScorePreview *self)
{
  self->zoom = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ct_score_preview_new (void)
{
  return g_object_new (CT_TYPE_SCORE_PREVIEW, NULL);
}
