/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-model.h"

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"

typedef struct
{
  CtWeights *weights;
  CtMemoryNetwork *memory;
  guint64 encoder;
} Model;

/* All of it, or nothing. */
static const Model *
get_model (void)
{
  static GMutex mutex;
  static Model model;
  const Model *found;

  g_mutex_lock (&mutex);
  if (!model.weights && ct_weights_new_builtin (&model.weights) == CT_STATUS_OK)
    {
      if (ct_memory_network_new (model.weights, ct_simd_best_level (), &model.memory) == CT_STATUS_OK)
        model.encoder = ct_weights_fingerprint (model.weights, "timbre.");
      else
        g_clear_pointer (&model.weights, ct_weights_free);
    }
  found = model.weights ? &model : NULL;
  g_mutex_unlock (&mutex);
  return found;
}

const CtWeights *
ct_model_get_weights (void)
{
  const Model *model = get_model ();

  return model ? model->weights : NULL;
}

const CtMemoryNetwork *
ct_model_get_memory (void)
{
  const Model *model = get_model ();

  return model ? model->memory : NULL;
}

guint64
ct_model_get_encoder (void)
{
  const Model *model = get_model ();

  return model ? model->encoder : 0;
}
