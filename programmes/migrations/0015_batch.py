import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_patient(apps, schema_editor):
    item, programme = apps.get_model("programmes", "BatchItem"), apps.get_model("programmes", "Programme")
    patient = programme.objects.filter(pk=OuterRef("programme")).values("patient")[:1]
    item.objects.update(patient=Subquery(patient))
    # PostgreSQL alters no table whose new keys it has still to check.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0014_idempotent_answer'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='recall', name='recall_once_per_correction'),
        migrations.RemoveConstraint(model_name='recalledhandout', name='recalledhandout_once_per_programme'),
        migrations.RemoveConstraint(model_name='recalledhandout', name='recalledhandout_is_done_with_a_handout'),
        migrations.RenameModel('Recall', 'Batch'),
        migrations.RenameModel('RecalledHandout', 'BatchItem'),
        migrations.RenameField('BatchItem', 'recall', 'batch'),
        migrations.AddField(
            model_name='batchitem',
            name='patient',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.patient', verbose_name='patient'),
        ),
        migrations.RunPython(name_the_patient, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name='batch',
            options={'ordering': ['-made_at'], 'verbose_name': 'batch of handouts', 'verbose_name_plural': 'batches of handouts'},
        ),
        migrations.AlterModelOptions(
            name='batchitem',
            options={'ordering': ['batch', 'pk'], 'verbose_name': 'handout of a batch', 'verbose_name_plural': 'handouts of a batch'},
        ),
        migrations.AddField(
            model_name='batch',
            name='goal',
            field=models.CharField(blank=True, help_text='What all of the class agreed on.', max_length=240, verbose_name='goal'),
        ),
        migrations.AddField(
            model_name='batch',
            name='practised_on',
            field=models.DateField(blank=True, null=True, verbose_name='practised on'),
        ),
        migrations.AddField(
            model_name='batch',
            name='review_date',
            field=models.DateField(blank=True, null=True, verbose_name='review on'),
        ),
        migrations.AddField(
            model_name='batch',
            name='sent_at',
            field=models.DateTimeField(blank=True, help_text='Empty where it is done on the page or by a command.', null=True, verbose_name='given to the workers at'),
        ),
        migrations.AddField(
            model_name='batch',
            name='side',
            field=models.CharField(blank=True, choices=[('left', 'left'), ('right', 'right'), ('both', 'both')], max_length=8, verbose_name='sore side'),
        ),
        migrations.AddField(
            model_name='batch',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme', verbose_name='template'),
        ),
        migrations.AddField(
            model_name='batch',
            name='variant',
            field=models.CharField(blank=True, help_text='Of the template.', max_length=80, verbose_name='variant'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='kind',
            field=models.CharField(choices=[('exercise', 'an exercise was put right'), ('clinic', 'the clinic has a new name, look or contacts'), ('template', 'a template was given to a class')], max_length=8, verbose_name='why'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='name',
            field=models.CharField(max_length=160, verbose_name='what goes out'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='reason',
            field=models.CharField(blank=True, help_text='The patient reads it under “What changed”. Such as: the second step was wrong.', max_length=240, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='slug',
            field=models.CharField(blank=True, help_text='Of the exercise or template.', max_length=80, verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='programmes.batch', verbose_name='batch'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='from_handout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.handout', verbose_name='handout before'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='patient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.patient', verbose_name='patient'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme', verbose_name='programme'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('failed', 'failed'), ('left', 'left for a person'), ('cancelled', 'cancelled')], default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='to_handout',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.handout', verbose_name='handout given'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'template'), _negated=True), fields=('clinic', 'kind', 'slug', 'version'), name='batch_once_per_correction'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'template'), ('made_by__isnull', False), ('template__isnull', False)), models.Q(models.Q(('kind', 'template'), _negated=True), ('template', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='batch_has_a_template_or_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'programme'), name='batchitem_once_per_programme'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(condition=models.Q(('from_handout', None)), fields=('batch', 'patient'), name='batchitem_once_per_patient_of_a_class'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), ('to_handout__isnull', False)), models.Q(models.Q(('state', 'done'), _negated=True), ('to_handout', None)), _connector='OR'), name='batchitem_is_done_with_a_handout'),
        ),
    ]
