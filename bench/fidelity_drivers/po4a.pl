# po4a's round trip for many documents: what po4a-gettextize and po4a-translate do with -f text -o markdown, through the
# same classes; each document in a child of its own. Arguments: wrap|neverwrap FOLDER COUNT SHARD SHARDS SECONDS
use strict;
use warnings;
use POSIX ();
use Locale::Po4a::Chooser;

my ($mode, $folder, $count, $shard, $shards, $limit) = @ARGV;
my %options = (markdown => 1, $mode eq 'neverwrap' ? (neverwrap => 1) : ());

sub told {
    my ($number, $words) = @_;
    $words =~ s/\s+/ /g;
    open my $log, '>', "$folder/log/$number" or die;
    print $log substr($words, 0, 300);
    close $log;
}

sub trip {
    my ($number) = @_;
    my ($in, $po, $out) = ("$folder/in/$number.md", "$folder/po/$number.po", "$folder/out/$number.md");
    my %sets = (file_in_charset => 'UTF-8', file_out_charset => 'UTF-8');
    my $read = Locale::Po4a::Chooser::new('text', %options);
    $read->process(file_in_name => [$in], po_in_name => [], %sets);
    my $catalog = $read->getpoout();
    for my $id (keys %{ $catalog->{po} }) {
        $catalog->{po}{$id}{msgstr} = $id if length $id;
    }
    $catalog->write($po);
    my $write = Locale::Po4a::Chooser::new('text', %options);
    $write->process(file_in_name => [$in], po_in_name => [$po], %sets);
    $write->write($out);
}

for (my $number = $shard; $number < $count; $number += $shards) {
    my $child = fork();
    if (!$child) {
        $SIG{ALRM} = 'DEFAULT';
        alarm $limit;
        my $done = eval { trip($number); 1 };
        told($number, $done ? 'ok' : "crash: $@");
        POSIX::_exit(0);
    }
    waitpid $child, 0;
    told($number, ($? & 127) == 14 ? 'timeout' : "crash: signal or exit $?") if $?;
}
