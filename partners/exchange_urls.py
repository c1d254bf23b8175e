"""Where the imports, the exports and the public interface of the directory answer."""

from django.urls import path

from partners.views import api, exports, imports

urlpatterns = [
    path("annuaire/imports/", imports.import_list, name="import-list"),
    path("annuaire/imports/nouveau/", imports.import_new, name="import-new"),
    path("annuaire/imports/<uuid:pk>/", imports.import_page, name="import"),
    path("annuaire/imports/<uuid:pk>/colonnes/", imports.import_columns, name="import-columns"),
    path("annuaire/imports/<uuid:pk>/ligne/", imports.import_line, name="import-line"),
    path("annuaire/imports/<uuid:pk>/choix/", imports.import_choose, name="import-choose"),
    path("annuaire/imports/<uuid:pk>/lancer/", imports.import_start, name="import-start"),
    path("annuaire/imports/<uuid:pk>/abandonner/", imports.import_drop, name="import-drop"),
    path("annuaire/imports/<uuid:pk>/rapport/", imports.import_report, name="import-report"),
    path("annuaire/export/", exports.export_page, name="export"),
    path("api/", api.guide, name="api"),
    path("api/v1/openapi.json", api.description, name="api-description"),
    path("api/v1/services/", api.services, name="api-services"),
    path("api/v1/services/<uuid:pk>/", api.service, name="api-service"),
    path("api/v1/structures/", api.structures, name="api-structures"),
    path("api/v1/structures/<uuid:pk>/", api.structure, name="api-structure"),
    path("annuaire/export/fichier/", exports.export_file, name="export-file"),
]
